// docxtemplater or carbone in a process of its own; the orders are those of engines.py.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");

const [engine, folder] = process.argv.slice(2);

function docxtemplater(name, values) {
  const PizZip = require("pizzip");
  const Docxtemplater = require("docxtemplater");
  const template = fs.readFileSync(path.join(folder, `${name}.mustache.docx`));
  return async () => {
    const document = new Docxtemplater(new PizZip(template), {
      paragraphLoop: true,
      linebreaks: true,
    });
    document.render(values);
    return document.toBuffer();
  };
}

function carbone(name, values) {
  const { render } = require("carbone");
  const template = path.join(folder, `${name}.carbone.docx`);
  return () =>
    new Promise((resolve, reject) =>
      render(template, values, (error, made) => (error ? reject(error) : resolve(made))),
    );
}

function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function main() {
  const fills = {};
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    if (!fills[order.paper]) {
      const file = path.join(folder, `${order.paper}.json`);
      const make = { docxtemplater, carbone }[engine];
      fills[order.paper] = make(order.paper, JSON.parse(fs.readFileSync(file, "utf-8")));
    }
    const started = seconds();
    let made;
    for (let n = 0; n < (order.times || 1); n += 1) made = await fills[order.paper]();
    const spent = seconds() - started;
    if (order.to) fs.writeFileSync(order.to, made);
    process.stdout.write(JSON.stringify({ seconds: spent }) + "\n");
  }
}

main();
