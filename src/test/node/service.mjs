// A service that verifies tokens by itself, the way jose's documentation does it: node service.mjs ISSUER AUDIENCE.
// Lives on, and answers each line of its input with a line of JSON: the line "follow" with what it learns of ended
// sessions, any other with what it thinks of that token.
import { createInterface } from 'node:readline'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

const [issuer, audience] = process.argv.slice(2)
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer))
const ended = []
let position

/** Takes in what is new; waits for it, but for the first time. */
async function follow() {
  const query = position === undefined ? '' : `?since=${position}&wait=30`
  const response = await fetch(new URL(`/revocations${query}`, issuer))
  const { payload } = await jwtVerify(await response.text(), keys, { issuer, typ: 'revocations+jwt' })
  position = payload.seq
  ended.push(...payload.ended)
  return payload
}

function isEnded({ sid, jti, sub, iat }) {
  return ended.some(
    (end) =>
      (end.sid !== undefined && end.sid === sid) ||
      (end.jti !== undefined && end.jti === jti) ||
      (end.sub !== undefined && end.sub === sub && iat < end.before),
  )
}

async function judge(token) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt' })
    return isEnded(payload) ? { refused: 'ended' } : { ...payload, ...protectedHeader }
  } catch (error) {
    if (error instanceof errors.JOSEError) {
      return { refused: error.claim ? `${error.code} ${error.claim}` : error.code }
    }
    throw error
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(line === 'follow' ? await follow() : await judge(line)))
}
