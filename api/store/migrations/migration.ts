/** One step of the schema. Once released it never changes: what comes after is a step of its own. */
export interface Migration {
  /** jobs 1 to 9, resources 10 to 19, operation 20 to 29; then as they come. */
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}
