"use strict";
/**
 * One simulator process. Each line on standard input is `[sequence, operations]`; each is answered by one line
 * `[sequence, replies]` on standard output, so that one message moves any number of battles (battles.js).
 *
 * Arguments: package folder, "accelerated" or "plain", process id of the parent.
 */
const path = require("node:path");
const { Battles } = require("./battles.js");

const WATCH_MILLISECONDS = 1000;

function loadSimulator(packageFolder, variant) {
	const load = (name) => require(path.join(packageFolder, "dist", "sim", name));
	if (variant === "accelerated") require("./accelerate.js").accelerate(load);
	else if (variant !== "plain") throw new Error(`unknown variant ${variant}`);
	return [load("index.js"), load("state.js").State];
}

/** A parent killed outright closes our standard input, but a grandchild may hold the other end: so watch both. */
function dieWithParent(parent) {
	process.stdin.on("end", () => process.exit(0));
	setInterval(() => {
		if (process.ppid !== parent) process.exit(0);
	}, WATCH_MILLISECONDS);
}

function answerLines(answer) {
	let unfinished = "";
	process.stdin.setEncoding("utf8");
	process.stdin.on("data", (chunk) => {
		const lines = (unfinished + chunk).split("\n");
		unfinished = lines.pop();
		for (const line of lines) process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
	});
}

function main([packageFolder, variant, parent]) {
	console.log = console.error; // standard output carries answers and nothing else
	dieWithParent(Number(parent));
	const battles = new Battles(...loadSimulator(packageFolder, variant));
	answerLines(([sequence, operations]) => [sequence, battles.perform(operations)]);
	process.stdout.write(`${JSON.stringify([0, "ready"])}\n`);
}

main(process.argv.slice(2));
