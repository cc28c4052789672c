// openrosa.mjs - a telephone, as a test: Basic authentication, multipart, and ODK's encryption done anew with node's own
// crypto from the public specification (getodk.github.io/xforms-spec/encryption), sharing nothing with the program.
import crypto from 'node:crypto'

export const uuid = () => `uuid:${crypto.randomUUID()}`
export const escape = text => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

export class Telephone {
  constructor(base, name, password) {
    this.base = `${base}/openrosa`
    this.header = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
  }
  async get(path, method = 'GET') {
    const response = await fetch(path.startsWith('http') ? path : this.base + path, { method, headers: { Authorization: this.header, 'Accept-Language': 'en' } })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  // files: [{name, bytes}]
  async send(xml, files = [], incomplete = false) {
    const parts = [{ name: 'xml_submission_file', bytes: Buffer.from(xml) }, ...files].map(({ name, bytes }) => Buffer.concat([
      Buffer.from(`--part\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`),
      bytes, Buffer.from('\r\n')]))
    if (incomplete)
      parts.push(Buffer.from('--part\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n'))
    const response = await fetch(`${this.base}/submission`, { method: 'POST', body: Buffer.concat([...parts, Buffer.from('--part--\r\n')]),
      headers: { Authorization: this.header, 'Accept-Language': 'en', 'Content-Type': 'multipart/form-data; boundary=part' } })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
}

// An instance from {group: {field: value}}.
export function instance(form, version, id, groups) {
  const put = value => Object.entries(value).map(([name, inner]) =>
    `<${name}>${inner !== null && typeof inner === 'object' ? put(inner) : escape(inner)}</${name}>`).join('')
  return `<data xmlns:orx="http://openrosa.org/xforms" id="${form}" version="${version}">${put(groups)}` +
    `<orx:meta><orx:instanceID>${id}</orx:instanceID></orx:meta></data>`
}

const md5 = bytes => crypto.createHash('md5').update(bytes).digest()

// The manifest and the encrypted files. `spoil` changes what is about to be signed or sent.
export function encrypted({ key, form, version, id, xml, media = [], spoil = {} }) {
  const lock = { key: crypto.createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
    padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  const secret = crypto.randomBytes(32), sealed = crypto.publicEncrypt(lock, secret).toString('base64')
  const start = md5(Buffer.concat([Buffer.from(id), secret]))
  const all = [...media, { name: 'submission.xml', bytes: Buffer.from(xml) }]
  const files = all.map(({ name, bytes }, i) => {
    start[i % 16] = (start[i % 16] + 1) & 255
    const pad = 16 - bytes.length % 16
    const cipher = crypto.createCipheriv('aes-256-cfb', secret, Buffer.from(start))
    return { name: `${name}.enc`, bytes: Buffer.concat([cipher.update(Buffer.concat([bytes, Buffer.alloc(pad, pad)])), cipher.final()]) }
  })
  const lines = [spoil.form ?? form, ...(version ? [version] : []), sealed, id,
    ...all.map(({ name, bytes }) => `${name}::${md5(bytes).toString('hex')}`)]
  const signature = crypto.publicEncrypt(lock, md5(lines.map(line => `${line}\n`).join(''))).toString('base64')
  const manifest = `<data xmlns="http://opendatakit.org/submissions" id="${form}" encrypted="yes"${version ? ` version="${version}"` : ''}>` +
    `<base64EncryptedKey>${spoil.key ?? sealed}</base64EncryptedKey><meta xmlns="http://openrosa.org/xforms"><instanceID>${id}</instanceID></meta>` +
    media.map(({ name }) => `<media><file>${name}.enc</file></media>`).join('') +
    `<encryptedXmlFile>submission.xml.enc</encryptedXmlFile><base64EncryptedElementSignature>${spoil.signature ?? signature}` +
    '</base64EncryptedElementSignature></data>'
  return { manifest, files }
}

// A picture of one dot, really a PNG.
export const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
