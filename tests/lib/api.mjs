// api.mjs - asking the registry over HTTP as a program would: connections that stay open, sign-in with both proofs.
import crypto from 'node:crypto'
import net from 'node:net'

let base
const lines = [], waiting = []

export function use(url) {
  base = new URL(url)
  // From sixteen addresses of this machine: what nginx allows one network is another test's matter.
  for (let i = 0; i < 32; i++)
    lines.push(new Line(`127.0.0.${i % 16 + 2}`))
}

export const key = () => crypto.randomBytes(16).toString('hex')

// A connection that stays open and carries one request at a time. Node's own client costs more than the registry it asks.
class Line {
  constructor(from) {
    this.from = from
  }
  open() {
    const socket = net.connect({ host: '127.0.0.1', port: base.port, localAddress: this.from, noDelay: true })
    this.socket = socket
    this.have = Buffer.alloc(0)
    socket.on('data', part => this.socket === socket && this.take(part))
    for (const end of ['error', 'close'])
      socket.on(end, () => this.socket === socket && this.gone())
  }
  ask(text) {
    return new Promise((resolve, reject) => {
      this.turn = { resolve, reject, text, tries: 0 }
      if (!this.socket)
        this.open()
      this.socket.write(text)
    })
  }
  // nginx ends a connection after so many requests: what was not answered at all is asked again on another.
  gone() {
    this.socket = undefined
    const turn = this.turn
    if (!turn)
      return
    if (this.have.length || turn.tries++ > 2)
      return turn.reject(new Error('the service hung up'))
    this.open()
    this.socket.write(turn.text)
  }
  take(part) {
    this.have = this.have.length ? Buffer.concat([this.have, part]) : part
    const end = this.have.indexOf('\r\n\r\n')
    if (end < 0)
      return
    const head = this.have.latin1Slice(0, end)
    const length = +/\r\nContent-Length: (\d+)/i.exec(head)?.[1]
    if (Number.isNaN(length))
      throw new Error(`an answer without its length: ${head}`)
    if (this.have.length < end + 4 + length)
      return
    const text = this.have.utf8Slice(end + 4, end + 4 + length), { resolve } = this.turn
    this.turn = undefined
    this.have = Buffer.alloc(0)
    if (/\r\nConnection: close/i.test(head)) {
      this.socket.destroy()
      this.socket = undefined
    }
    resolve({ status: +head.slice(9, 12), head: head.replace(/\r\n(Date|Connection|Keep-Alive): [^\r]*/gi, ''), text,
      get json() { return JSON.parse(text) } })
  }
}

async function asked(text) {
  const line = lines.pop() ?? await new Promise(resolve => waiting.push(resolve))
  try {
    return await line.ask(text)
  } finally {
    const next = waiting.shift()
    if (next)
      next(line)
    else
      lines.push(line)
  }
}

// Passkeys are made for localhost, which a browser takes without https; so that is the name asked for.
export async function get(path) {
  return (await asked(`GET ${path} HTTP/1.1\r\nHost: ${base.host}\r\n\r\n`)).json
}

// One call: status, the text of the body, the headers that may tell one answer from another, and the JSON.
export function call(operation, input, { session, idempotency } = {}) {
  const body = JSON.stringify(input)
  return asked(`POST /api/v1/${operation} HTTP/1.1\r\nHost: ${base.host}\r\nContent-Type: application/json\r\nAccept-Language: en\r\n`
    + `${session ? `Authorization: Bearer ${session}\r\n` : ''}${idempotency ? `Idempotency-Key: ${idempotency}\r\n` : ''}`
    + `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

// A call that has to go well: its answer.
export async function does(operation, input, session) {
  const answer = await call(operation, input, { session, idempotency: key() })
  if (answer.status !== 200)
    throw new Error(`${operation} ${JSON.stringify(input)}: ${answer.status} ${answer.text}`)
  return answer.json
}


export const done = () => lines.forEach(line => line.socket?.destroy())

// So many at once: what the sixteen connections and four workers keep busy with.
export async function each(list, width, job) {
  let next = 0
  const lane = async () => {
    while (next < list.length) {
      const i = next++
      await job(list[i], i)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
}

// Authenticators: RFC 6238, six digits, 30 seconds.
function base32(text) {
  let bits = ''
  for (const c of text.replace(/=+$/, '').toUpperCase())
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  return Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
}

export function totp(uri, now) {
  const secret = base32(new URL(uri).searchParams.get('secret')), step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30000)))
  const mac = crypto.createHmac('sha1', secret).update(step).digest(), at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0')
}

// Passkeys: an authenticator made of a key pair, with attestation "none".
const b64 = bytes => Buffer.from(bytes).toString('base64url')
const sha256 = bytes => crypto.createHash('sha256').update(bytes).digest()

function cbor(value) {
  const head = (kind, n) => n < 24 ? Buffer.from([kind << 5 | n]) : n < 256 ? Buffer.from([kind << 5 | 24, n])
    : Buffer.from([kind << 5 | 25, n >> 8, n & 255])
  if (Buffer.isBuffer(value))
    return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string')
    return Buffer.concat([head(3, value.length), Buffer.from(value)])
  if (typeof value === 'number')
    return value < 0 ? head(1, -1 - value) : head(0, value)
  return Buffer.concat([head(5, value.length), ...value.flatMap(([k, v]) => [cbor(k), cbor(v)])]) // a map, as pairs
}

export class Passkey {
  constructor(origin) {
    this.origin = origin
    this.site = new URL(origin).hostname
    this.pair = crypto.generateKeyPairSync('ed25519')
    this.id = crypto.randomBytes(32)
    this.counter = 0
  }
  said(flags, more = Buffer.alloc(0)) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(++this.counter)
    return Buffer.concat([sha256(this.site), Buffer.from([flags]), counter, more])
  }
  client(type, challenge) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }))
  }
  make(challenge) {
    const x = Buffer.from(this.pair.publicKey.export({ format: 'jwk' }).x, 'base64url')
    const length = Buffer.from([0, this.id.length])
    const about = Buffer.concat([Buffer.alloc(16), length, this.id, cbor([[1, 1], [3, -8], [-1, 6], [-2, x]])])
    const attestation = cbor([['fmt', 'none'], ['attStmt', []], ['authData', this.said(69, about)]])
    return { client_data: b64(this.client('webauthn.create', challenge)), attestation: b64(attestation) }
  }
  prove(challenge) {
    const client = this.client('webauthn.get', challenge), said = this.said(5)
    const signature = crypto.sign(null, Buffer.concat([said, sha256(client)]), this.pair.privateKey)
    return { passkey: b64(this.id), client_data: b64(client), authenticator: b64(said), signature: b64(signature) }
  }
}

// Signs an account in, setting up its second proof where it has none. `clock` gives the service's time in milliseconds.
export async function signIn(account, clock) {
  let answer = await does('session_open', { login: account.login, password: account.password })
  const half = answer.session
  if (answer.step === 'enrol')
    answer = await enrol(account, half, clock)
  if (answer.step === 'code')
    answer = await does('session_code', { code: totp(account.totp, clock()) }, half)
  if (answer.step === 'passkey') {
    const { challenge } = await does('session_challenge', {}, half)
    answer = await does('session_passkey', account.passkey.prove(challenge), half)
  }
  if (answer.step !== 'done')
    throw new Error(`${account.login} could not sign in: ${JSON.stringify(answer)}`)
  return answer.session
}

async function enrol(account, half, clock) {
  if (account.passkeys) {
    account.passkey = new Passkey(base.origin)
    const { challenge } = await does('passkey_begin', {}, half)
    const made = await does('passkey_add', { label: 'Key', ...account.passkey.make(challenge) }, half)
    return made.session ? made : does('session_open', { login: account.login, password: account.password })
  }
  account.totp = (await does('totp_begin', {}, half)).totp_uri
  const made = await does('totp_confirm', { code: totp(account.totp, clock()) }, half)
  return made.session ? made : does('session_open', { login: account.login, password: account.password })
}

// Only the first half.
export const halfIn = async account => (await does('session_open', { login: account.login, password: account.password })).session
