// engine.mjs - ODK's own engine (@getodk/xforms-engine) in node: jsdom lends it a browser's classes.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<!doctype html>', { url: 'http://127.0.0.1/' })
for (const name of Object.getOwnPropertyNames(window))
  if (/^[A-Z]/.test(name) && !(name in globalThis))
    globalThis[name] = window[name]
for (const name of ['DOMParser', 'XMLSerializer', 'Node', 'XPathResult', 'File', 'Blob', 'FormData', 'Document', 'Element', 'XMLDocument'])
  globalThis[name] = window[name]
globalThis.window ??= window
globalThis.document ??= window.document
globalThis.__filename = fileURLToPath(import.meta.url)
globalThis.__dirname = path.dirname(globalThis.__filename)
globalThis.require = createRequire(import.meta.url)

const { loadForm } = await import('@getodk/xforms-engine')

const leaves = node => node.currentState.children?.length || Array.isArray(node.currentState.children)
  ? node.currentState.children.flatMap(leaves) : [node]
const nameOf = node => node.currentState.reference.split('/').pop()

// The form filled in with `values` by the name of the field, and for the rest: the first choice, a word, a number, today.
// Gives the XML that is to be sent.
export async function fill(xml, files, values = {}) {
  const form = await loadForm(xml, {
    fetchFormAttachment: async address => {
      const text = files[String(address).split('/').pop()]
      return new Response(text ?? '', { status: text === undefined ? 404 : 200, headers: { 'Content-Type': 'text/csv' } })
    }
  })
  if (form.status === 'failure')
    throw form.error
  const made = form.createInstance()
  const root = made.root
  // What is asked changes with what was answered: from the front until nothing new is asked.
  const seen = new Set()
  for (let more = true; more;) {
    more = false
    for (const node of leaves(root)) {
      const state = node.currentState
      if (seen.has(node.nodeId) || !state.relevant || state.readonly)
        continue
      seen.add(node.nodeId)
      more = answer(node, values[nameOf(node)]) || more
    }
  }
  const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' })
  const data = Array.isArray(payload.data) ? payload.data[0] : payload.data
  const file = data.get('xml_submission_file')
  const text = typeof file.text === 'function' ? await file.text() : await new Promise(resolve => {
    const reader = new window.FileReader()
    reader.onload = () => resolve(reader.result)
    reader.readAsText(file)
  })
  const wrong = payload.violations?.map(v => `${v.reference}: ${v.violation?.condition}`) ?? []
  return { xml: text, status: payload.status, wrong, asked: seen.size }
}

function answer(node, wanted) {
  const state = node.currentState
  if (node.nodeType === 'select') {
    const values = state.valueOptions.map(option => option.value)
    const chosen = wanted === undefined ? values.slice(0, 1) : [wanted].flat().filter(value => values.includes(value))
    node.selectValues?.(chosen)
    return true
  }
  if (node.nodeType !== 'input')
    return false
  const type = node.valueType ?? 'string'
  if (wanted !== undefined)
    node.setValue(type === 'int' ? BigInt(wanted) : wanted)
  else if (type === 'date')
    node.setValue(new Date().toISOString().slice(0, 10))
  else if (type === 'int')
    node.setValue(5n)
  else if (type === 'string')
    node.setValue('words')
  return true
}
