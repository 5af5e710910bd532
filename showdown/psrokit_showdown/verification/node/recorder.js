"use strict";
/**
 * Plays battles on the unmodified package and tells every decision. Each line on standard input is a list of
 * specifications (recording.js); each is answered by one line, a list of records or, where a battle could not be played,
 * `{error}`. The line `"coverage"` is answered by what the battles since the last such line have shown. The first line out names the fields.
 *
 * Arguments: package folder, process id of the parent.
 */
const path = require("node:path");
const { Coverage } = require("./coverage.js");
const { record } = require("./recording.js");
const { watchTies } = require("./ties.js");
const { NAMES } = require("./trace.js");

const WATCH_MILLISECONDS = 1000;

function attempt(simulator, specification, coverage) {
	try {
		return record(simulator, specification, coverage);
	} catch (error) {
		return { error: String(error?.stack ?? error).split("\n").slice(0, 6).map((line) => line.trim()).join(" ") };
	}
}

function main([folder, parent]) {
	console.log = console.error; // standard output carries records and nothing else
	process.stdin.on("end", () => process.exit(0));
	setInterval(() => process.ppid !== Number(parent) && process.exit(0), WATCH_MILLISECONDS);
	const load = (name) => require(path.join(folder, "dist", "sim", name));
	const simulator = load("index.js");
	watchTies({ Battle: simulator.Battle, PRNG: simulator.PRNG, BattleQueue: load("battle-queue.js").BattleQueue });
	let coverage = new Coverage();
	const answer = (asked) => {
		if (asked !== "coverage") return asked.map((one) => attempt(simulator, one, coverage));
		const shown = coverage;
		coverage = new Coverage();
		return shown;
	};
	const say = (words) => process.stdout.write(`${JSON.stringify(words)}\n`);
	let unfinished = "";
	process.stdin.setEncoding("utf8");
	process.stdin.on("data", (chunk) => {
		const lines = (unfinished + chunk).split("\n");
		unfinished = lines.pop();
		for (const line of lines) say(answer(JSON.parse(line)));
	});
	say(NAMES);
}

main(process.argv.slice(2));
