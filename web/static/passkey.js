(() => {
const form = document.querySelector('form[data-passkey]')
if (!form || !window.PublicKeyCredential || !navigator.credentials) return
const use = form.querySelector('[data-passkey-use]')
const button = use.querySelector('button')
const failed = form.querySelector('[data-passkey-failed]')
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const hex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16))
const known = form.dataset.numbers.split(' ').filter(Boolean).map(id => ({ type: 'public-key', id: bytes(id) }))
const put = (name, buffer) => { form.elements[name].value = buffer ? text(buffer) : '' }
const prf = { eval: { first: new TextEncoder().encode('atrama vault 1') } }
const site = { challenge: bytes(form.dataset.challenge), extensions: { prf }, timeout: 240000 }
const rp = { name: 'Atrama' }
const create = async () => {
const made = await navigator.credentials.create({ publicKey: { ...site, rp,
user: { id: hex(form.dataset.user), name: 'Atrama', displayName: 'Atrama' }, excludeCredentials: known, attestation: 'none',
pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -8 }],
authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' } } })
put('client_data', made.response.clientDataJSON)
put('attestation', made.response.attestationObject)
put('prf', made.getClientExtensionResults().prf?.results?.first)
}
const get = async () => {
const got = await navigator.credentials.get({ publicKey: { ...site, allowCredentials: known, userVerification: 'required' } })
put('passkey', got.rawId)
put('client_data', got.response.clientDataJSON)
put('authenticator', got.response.authenticatorData)
put('signature', got.response.signature)
put('prf', got.getClientExtensionResults().prf?.results?.first)
}
use.hidden = false
button.addEventListener('click', async event => {
event.preventDefault()
button.disabled = true
try {
await (form.dataset.passkey === 'create' ? create : get)()
form.submit()
} catch {
failed.hidden = false
button.disabled = false
}
})
})()
