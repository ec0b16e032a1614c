// How the benches print: what ran where, rows, and each aim with its verdict. Nothing here ever fails a run.
import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. */
export function printMachine(title) {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 1_000_000_000);
  console.log(`\n${title}`);
  console.log(`${cpus().length} × ${model}, ${memory} GB, Node ${process.versions.node}, ${loadText()}`);
}

export function loadText() {
  return `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}

/** One line of a table with columns of fixed width. */
export function printRow(name, cells) {
  console.log(`  ${name.padEnd(38)}${cells.map((cell) => cell.padStart(12)).join('')}`);
}

/** Says whether a figure keeps to its aim. */
export function printAim(name, value, limit, unit = '') {
  const verdict = value <= limit ? 'met' : 'MISSED';
  const figures = [value, limit].map((figure) => `${round(figure)}${unit}`);
  console.log(`  ${name.padEnd(46)}${figures[0].padStart(10)}   aim ≤ ${figures[1].padEnd(9)} ${verdict}`);
}

function round(value) {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** The middle one by `key`: of two, the better. */
export function median(values, key = (value) => value) {
  return [...values].sort((a, b) => key(a) - key(b))[Math.floor((values.length - 1) / 2)];
}
