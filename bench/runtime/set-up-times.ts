export const setUpTimes = async () => [];
