// The same as express.js with the fastest common framework of Node.js, and its plugin for tokens.
const fastify = require('fastify')()
const bcrypt = require('bcrypt')

const hash = bcrypt.hashSync(process.env.ADMIN_PASSWORD, 12)
fastify.register(require('@fastify/jwt'), { secret: process.env.SECRET_KEY })

fastify.post('/login', async (request, reply) => {
  if (!(await bcrypt.compare(request.body.password, hash))) {
    return reply.code(401).send({ error: 'invalid_credentials' })
  }
  return { token: fastify.jwt.sign({ username: request.body.username }, { expiresIn: '15m' }) }
})

const guarded = { onRequest: (request) => request.jwtVerify() }
fastify.get('/dashboard', guarded, async (request) => `Hello ${request.user.username}, welcome to dashboard`)

fastify.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
