import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { init, parse } from 'es-module-lexer';
import { beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
/** Rooms in the order of their dependencies: each may import itself and those before it. */
const ROOMS = ['domain', 'evaluator', 'solver', 'api'];

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const sources = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes(join('kernels', 'assembly')))
    .map((file) => join(room, file)),
);

/** Imports as written, types included: an arrow is an arrow even where it costs nothing at run time. */
function importsOf(file: string, source: string): Arrow[] {
  const withoutTypeImports = source.replaceAll(/^(\s*(?:import|export)) type (?=[{*])/gm, '$1 ');
  const code = stripTypeScriptTypes(withoutTypeImports, { mode: 'strip' });
  const urls = [...code.matchAll(/new URL\(\s*['"](\.[^'"]+)['"]/g)].map((match) => match[1]);
  const [imports] = parse(code);
  return [...imports.flatMap((found) => (found.n?.startsWith('.') ? [found.n] : [])), ...urls].map((name) => ({
    from: file,
    to: relative(ROOT, resolve(ROOT, dirname(file), name)),
  }));
}

/** The same by the text of the imports alone: the page's JSX is not erasable. */
const pathsIn = (file: string, source: string): Arrow[] =>
  [...source.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)].map(([, name]) => ({
    from: file,
    to: relative(ROOT, resolve(ROOT, dirname(file), name)),
  }));

let arrows: Arrow[] = [];

beforeAll(async () => {
  await init;
  arrows = sources.flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));
});

const roomOf = (file: string): string => file.split('/')[0];

describe('the house', () => {
  test('has files and arrows to judge', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(arrows.length).toBeGreaterThan(sources.length);
  });

  test('dependencies run domain <- evaluator <- solver <- api', () => {
    const wrong = arrows.filter(({ from, to }) => {
      const target = ROOMS.indexOf(roomOf(to));
      return target > ROOMS.indexOf(roomOf(from));
    });
    expect(wrong).toEqual([]);
  });

  test('production code imports nothing from test, bench or the generators of fixtures', () => {
    const wrong = arrows.filter(({ to }) => /^(test|bench|web|fixtures\/generate)\//.test(to));
    expect(wrong).toEqual([]);
  });

  test('the client imports nothing of the service: it runs in browsers', () => {
    const files = readdirSync(join(ROOT, 'client')).filter((file) => file.endsWith('.ts'));
    const named = files.flatMap((file) =>
      importsOf(join('client', file), readFileSync(join(ROOT, 'client', file), 'utf8')),
    );
    expect(named.length).toBeGreaterThan(files.length);
    expect(named.filter(({ to }) => !to.startsWith('client/'))).toEqual([]);
  });

  test('the page imports nothing but itself and the client', () => {
    const files = readdirSync(join(ROOT, 'web/src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join('web/src', file));
    const found = files.flatMap((file) => pathsIn(file, readFileSync(join(ROOT, file), 'utf8')));
    expect(found.length).toBeGreaterThan(files.length);
    expect(found.filter(({ to }) => !/^(web\/src|client)\//.test(to))).toEqual([]);
  });

  test('no import cycle', () => {
    const next = Map.groupBy(
      arrows.filter(({ to }) => to.endsWith('.ts')),
      ({ from }) => from,
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('the certificate is verified without a line of the solver', () => {
    expect(arrows.filter(({ from, to }) => from.startsWith('evaluator/') && to.startsWith('solver/'))).toEqual([]);
  });

  test('time and randomness enter by argument', () => {
    const allowed = new Set(['domain/clock.ts', 'domain/random.ts']);
    const wrong = sources.filter(
      (file) =>
        !allowed.has(file) &&
        /\b(Math\.random|Date\.now|performance\.now|new Date\(\))/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
