// What a client asks of an OAuth server, the way oauth4webapi's examples do it:
//   node client.mjs ISSUER discover
//   node client.mjs ISSUER grant|refresh|introspect|revoke basic|post|none ID SECRET [TOKEN]
//   node client.mjs ISSUER validate AUDIENCE TOKEN
// Prints what the library makes of the answer, or {"refused": ...} where it takes it for a refusal.
import * as oauth from 'oauth4webapi'

// The one thing that the tests have to allow: they speak plain HTTP.
const options = { [oauth.allowInsecureRequests]: true }

const [url, command, ...rest] = process.argv.slice(2)

async function discover() {
  const issuer = new URL(url)
  const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options })
  return oauth.processDiscoveryResponse(issuer, response)
}

async function asClient(as, [method, id, secret, token]) {
  const client = { client_id: id }
  const methods = { basic: oauth.ClientSecretBasic, post: oauth.ClientSecretPost, none: oauth.None }
  const authentication = methods[method](secret)
  switch (command) {
    case 'grant': {
      const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, {}, options)
      return oauth.processClientCredentialsResponse(as, client, response)
    }
    case 'refresh': {
      const response = await oauth.refreshTokenGrantRequest(as, client, authentication, token, options)
      return oauth.processRefreshTokenResponse(as, client, response)
    }
    case 'introspect': {
      const response = await oauth.introspectionRequest(as, client, authentication, token, options)
      return oauth.processIntrospectionResponse(as, client, response)
    }
    case 'revoke': {
      const response = await oauth.revocationRequest(as, client, authentication, token, options)
      await oauth.processRevocationResponse(response)
      return { revoked: true }
    }
    default:
      throw new Error(`no such command: ${command}`)
  }
}

/** What a service does with a request that somebody sends it. */
function validate(as, [audience, token]) {
  const request = new Request('https://service.example/', { headers: { authorization: `Bearer ${token}` } })
  return oauth.validateJwtAccessToken(as, request, audience, options)
}

async function run() {
  const as = await discover()
  switch (command) {
    case 'discover':
      return as
    case 'validate':
      return validate(as, rest)
    default:
      return asClient(as, rest)
  }
}

function refusal(error) {
  if (error instanceof oauth.ResponseBodyError) {
    return `${error.status} ${error.error}`
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return `${error.status} ${error.cause.map(({ scheme }) => scheme).join()}`
  }
  if (error instanceof oauth.OperationProcessingError) {
    return error.message
  }
  throw error
}

console.log(JSON.stringify(await run().catch((error) => ({ refused: refusal(error) }))))
