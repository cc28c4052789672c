// enketo-page.mjs - what esbuild bundles for a page: Enketo's transformer and form, and filling one in as a person would click.
import { transform } from 'enketo-transformer/web'
import { Form } from 'enketo-core'

const said = (values, name) => [values[name]].flat()

function answer(question, values) {
  const control = question.querySelector('input:not(.ignore), textarea, select')
  if (!control || control.readOnly || question.closest('.disabled'))
    return false
  const name = (control.dataset.name ?? control.name).split('/').pop()
  if (control.type === 'radio' || control.type === 'checkbox') {
    const all = [...question.querySelectorAll('input:not(.ignore)')]
    if (all.some(option => option.checked))
      return false
    const chosen = values[name] === undefined ? all.slice(0, 1) : all.filter(option => said(values, name).includes(option.value))
    chosen.forEach(option => option.click())
    return chosen.length > 0
  }
  if (control.value)
    return false
  if (control.tagName === 'SELECT')
    control.value = values[name] ?? [...control.options].find(option => option.value)?.value ?? ''
  else if (control.dataset.typeXml === 'date' || control.type === 'date')
    control.value = new Date().toISOString().slice(0, 10)
  else
    control.value = values[name] ?? (control.dataset.typeXml === 'int' || control.type === 'number' ? '5' : 'words')
  control.dispatchEvent(new Event('change', { bubbles: true }))
  return control.value !== ''
}

// lists: {organisations: CSV}. Gives the XML that is to be sent, and what the form said against itself.
window.fill = async (xform, lists, values) => {
  const { form, model } = await transform({ xform })
  document.body.innerHTML = form
  const external = Object.entries(lists).map(([id, csv]) => {
    const [names, ...rows] = csv.trim().split('\n').map(line => [...line.matchAll(/"((?:[^"]|"")*)"|([^,"]+)/g)].map(part => part[1] ?? part[2]))
    const escape = text => (text ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;')
    const text = `<root>${rows.map(row => `<item>${names.map((name, i) => `<${name}>${escape(row[i])}</${name}>`).join('')}</item>`).join('')}</root>`
    return { id, xml: new DOMParser().parseFromString(text, 'text/xml') }
  })
  const made = new Form(document.querySelector('form.or'), { modelStr: model, external })
  const errors = made.init()
  for (let turn = 0; turn < 30; turn++)
    if (![...document.querySelectorAll('.question')].map(question => answer(question, values)).some(Boolean))
      break
  const sound = await made.validate()
  return { errors, sound, xml: made.getDataStr({ irrelevant: false }),
    invalid: [...document.querySelectorAll('.invalid-constraint, .invalid-required')].map(each => each.querySelector('[name]')?.name) }
}
