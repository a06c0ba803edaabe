/**
 * 0, though no compiler can know it: JavaScript could set it. V8 builds a v128 constant anew at every use (three to five
 * instructions, inside loops too); one that it cannot know is built once, before the loop, and stays in a register.
 */
export let opaqueZero: i32 = 0;

/** All lanes `bits`, in a register. */
// @ts-ignore: decorator
@inline
export function held(bits: i32): v128 {
  return i32x4.splat(bits + opaqueZero);
}
