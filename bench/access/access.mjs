// access.mjs URL LOGIN PASSWORD: how long it takes to sign in and to read a person's page, in milliseconds, as JSON.
import http from 'node:http'

const [url, login, password] = process.argv.slice(2)
const quick = process.env.QUICK
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
const { hostname, port } = new URL(url)

function ask(method, path, { headers = {}, body } = {}) {
  const began = process.hrtime.bigint()
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, agent, headers: body
      ? { ...headers, 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) } : headers }, answer => {
      const parts = []
      answer.on('data', part => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString(),
        ms: Number(process.hrtime.bigint() - began) / 1e6 }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function measure(times, lanes, job) {
  const took = []
  let next = 0
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (next++ < times)
      took.push(await job())
  }))
  took.sort((a, b) => a - b)
  return { n: took.length, p50: took[Math.floor(took.length * 0.5)], p99: took[Math.min(took.length - 1, Math.floor(took.length * 0.99))] }
}

let cookie
async function signIn() {
  const answer = await ask('POST', '/sign-in', { body: new URLSearchParams({ login, password }).toString() })
  cookie = /sid=[0-9a-f]+/.exec(answer.headers['set-cookie']?.join())?.[0]
  if (!cookie)
    throw new Error(`no sign-in: ${answer.status} ${answer.text.slice(0, 200)}`)
  return answer.ms
}

await signIn()
const list = await ask('GET', '/people', { headers: { Cookie: cookie } })
const person = /\/person\/([0-9a-f]{32})/.exec(list.text)?.[1]
if (!person)
  throw new Error(`no person: ${list.status} ${list.text.slice(0, 300)}`)
// The file has to be open; another session of the same account opens it.
async function api(operation, input, session) {
  const body = JSON.stringify(input)
  const answer = await fetch(`${url}/api/v1/${operation}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID().replaceAll('-', ''), ...session ? { Authorization: `Bearer ${session}` } : {} } })
  if (answer.status !== 200)
    throw new Error(`${operation}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
const { session } = await api('session_open', { login, password })
await api('file_open', { person, use: 'support', knows: false }, session)
async function page() {
  const answer = await ask('GET', `/person/${person}`, { headers: { Cookie: cookie } })
  if (answer.status !== 200)
    throw new Error(`no page: ${answer.status} ${answer.headers.location ?? answer.text.slice(0, 300)}`)
  return answer.ms
}
await measure(50, 1, page)
const said = { page: await measure(quick ? 300 : 2000, 1, page), page8: await measure(quick ? 600 : 4000, 8, page),
  signin: await measure(quick ? 10 : 40, 1, signIn) }
console.log(JSON.stringify(said))
agent.destroy()
