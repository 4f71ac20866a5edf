// Node-RED as it runs behind a proxy that says who sends a request.
module.exports = {
  uiHost: "127.0.0.1",
  uiPort: Number(process.env.PORT),
  userDir: process.env.USER_DIR,
  flowFile: "flows.json",
  credentialSecret: false,
  adminAuth: {
    tokenHeader: "x-auth-user",
    tokens: name => Promise.resolve(name ? { username: name, permissions: "*" } : null),
    users: () => Promise.resolve(null),
    authenticate: () => Promise.resolve(null)
  },
  telemetry: { enabled: false, updateNotification: false }
};
