/** Blocks the thread: the workspace is synchronous, and these waits are short and rare. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
