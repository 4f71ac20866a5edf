// What tutorials build: a login that compares a bcrypt hash, and a route behind a middleware that verifies the token.
const express = require('express')
const bcrypt = require('bcrypt')
const jwt = require('jsonwebtoken')

const secret = process.env.SECRET_KEY
const hash = bcrypt.hashSync(process.env.ADMIN_PASSWORD, 12)
const app = express()
app.use(express.json())

app.post('/login', async (req, res) => {
  if (!(await bcrypt.compare(req.body.password, hash))) {
    return res.status(401).json({ error: 'invalid_credentials' })
  }
  res.json({ token: jwt.sign({ username: req.body.username }, secret, { expiresIn: '15m' }) })
})

function authenticateToken(req, res, next) {
  const token = (req.headers.authorization || '').split(' ')[1]
  if (!token) {
    return res.status(401).json({ error: 'missing_token' })
  }
  jwt.verify(token, secret, (refused, user) => {
    if (refused) {
      return res.status(403).json({ error: 'invalid_token' })
    }
    req.user = user
    next()
  })
}

app.get('/dashboard', authenticateToken, (req, res) => {
  res.send(`Hello ${req.user.username}, welcome to dashboard`)
})

app.listen(Number(process.argv[2]), '127.0.0.1')
