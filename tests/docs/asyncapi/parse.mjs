// parse.mjs FOLDER FILE…: reads AsyncAPI documents with the @asyncapi/parser that is installed in FOLDER.
// Prints, as JSON and by file, whether each could be read, its channels, and what the parser has to say of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const { Parser } = createRequire(`${folder}/`)("@asyncapi/parser");
const found = {};
for (const file of files) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  found[file] = {
    channels: document ? document.channels().all().map((channel) => channel.address()) : null,
    said: diagnostics.map(({ code, severity, message, path }) => ({ code, severity, message, path: path.join("/") })),
  };
}
console.log(JSON.stringify(found));
