// Asks check.mjs, as the page on verifying tokens has it, about each line of the input: node probe.mjs ISSUER.
import { createInterface } from 'node:readline'

process.env.POSTERN = process.argv[2]
const { check } = await import('./check.mjs')

for await (const token of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await check(token).then(({ sub }) => ({ sub }), ({ message }) => ({ refused: message }))))
}
process.exit()
