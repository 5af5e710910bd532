"use strict";
/**
 * Stands in for the worker to inject faults; what it does wrong is its file name's part before ".FakeWorker.js".
 * Until its first message it behaves; `starts-badly` not even until then.
 */
const fs = require("node:fs");
const path = require("node:path");

const [fault] = path.basename(process.argv[1]).split(".");
const say = (text) => process.stdout.write(text);

const FAULTS = {
	garbage: () => say("{this is not JSON}\n"),
	"wrong-sequence": ([sequence]) => say(`${JSON.stringify([sequence + 1, []])}\n`),
	"no-answers": ([sequence]) => say(`${JSON.stringify([sequence, []])}\n`),
	"strange-answers": ([sequence]) => say(`${JSON.stringify([sequence, [[0, "log"], "?", 3]])}\n`),
	"strange-deltas": ([sequence]) => say(`${JSON.stringify([sequence, [[0, "", { order: [0] }, null, false, null, 1, ""]]])}\n`),
	"strange-lines": ([sequence]) => say(`${JSON.stringify([sequence, [[0, "|faint|nobody", null, null, false, null, 1, ""]]])}\n`),
	"stray-words": ([sequence]) => say(`a word from a library\n${JSON.stringify([sequence, []])}\n`),
	"binary": () => process.stdout.write(Buffer.from([0xff, 0xfe, 0x00, 0x0a])),
	silent: () => {},
	exits: () => {
		process.stderr.write("out of luck\n");
		process.exitCode = 7;
		process.stdin.destroy();
	},
	"floods-stderr": () => {
		for (let i = 0; i < 50; i++) fs.writeSync(2, "x".repeat(65536));
		fs.writeSync(2, "end of the flood\n");
		process.exit(9);
	},
	"endless-loop": () => {
		for (;;);
	},
	"complains-without-end": () => {
		for (;;) fs.writeSync(2, "x".repeat(4096));
	},
};

let unfinished = "";
process.stdin.on("data", (chunk) => {
	const lines = (unfinished + chunk).split("\n");
	unfinished = lines.pop();
	for (const line of lines) FAULTS[fault](JSON.parse(line));
});
if (fault === "starts-badly") {
	process.stderr.write("cannot start\n");
	process.exit(3);
}
say('[0,"ready"]\n');
