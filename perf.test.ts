import { test } from "vitest";
import { createCompiler } from "./src/impact/compile/program.js";
import { openProgramFiles } from "./src/workspace/program-files.js";
test("x", () => {
  const files = openProgramFiles("/tmp/imp-app/app");
  const t=[performance.now()];
  const c = createCompiler(files);
  const a = c.compile(new Map());
  t.push(performance.now());
  const own = a.program.getSourceFiles().filter(f=>{const p=a.pathOf(f);return p&&!p.endsWith(".gen.ts")});
  const e = own.flatMap(f=>a.program.getSemanticDiagnostics(f));
  t.push(performance.now());
  const ev = files.read("/tmp/imp-app/app/src/frameio/events.gen.ts")!;
  const b = c.compile(new Map([["src/frameio/events.gen.ts", ev.replace(/export interface Reference \{[^}]*\}/, "export interface Reference { id?: string }").replaceAll('type: "comment"','type?: "comment"')]]));
  t.push(performance.now());
  const own2 = b.program.getSourceFiles().filter(f=>{const p=b.pathOf(f);return p&&!p.endsWith(".gen.ts")});
  const e2 = own2.flatMap(f=>b.program.getSemanticDiagnostics(f));
  t.push(performance.now());
  console.log(c.hasLibraries, a.program.getSourceFiles().length, own.length, e.length, e2.length, t.map((x,i)=>i?Math.round(x-t[i-1]):0), process.cpuUsage());
  console.log(a.program.getSourceFiles().length)
});
