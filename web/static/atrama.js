(() => {
const exit = document.querySelector('.govuk-js-exit-this-page-button')
if (exit) {
const leave = event => {
if (event) event.preventDefault()
document.title = '\u00a0'
document.body.hidden = true
location.replace(exit.href)
}
exit.addEventListener('click', leave)
let presses = []
document.addEventListener('keyup', event => {
const now = Date.now()
presses = event.key === 'Shift' ? [...presses.filter(at => now - at < 5000), now] : []
if (presses.length === 3) leave()
})
}
const errors = document.querySelector('.govuk-error-summary')
if (errors) {
errors.tabIndex = -1
errors.focus()
errors.addEventListener('click', event => {
const link = event.target.closest('a[href^="#"]')
const field = link && document.getElementById(link.hash.slice(1))
if (!field) return
event.preventDefault()
const group = field.closest('fieldset, .govuk-form-group') || field
group.scrollIntoView()
field.focus({ preventScroll: true })
})
}
document.addEventListener('submit', event => {
const form = event.target
if (form.method === 'get') return
if (form.dataset.sent) event.preventDefault()
form.dataset.sent = '1'
})
addEventListener('pageshow', () => {
for (const form of document.forms) delete form.dataset.sent
})
if (errors) {
const place = item => document.getElementById((item.querySelector('a')?.hash ?? '').slice(1))
const items = [...errors.querySelectorAll('li')].filter(place)
items.sort((a, b) => place(a).compareDocumentPosition(place(b)) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)
for (const item of items) item.parentNode.append(item)
}
const narrow = matchMedia('(max-width: 640px)')
const fold = () => {
for (const why of document.querySelectorAll('.at-why')) why.open = !narrow.matches
}
fold()
narrow.addEventListener('change', fold)
addEventListener('beforeprint', () => {
for (const each of document.querySelectorAll('details:not([open])')) {
if (each.querySelector('form')) continue
each.open = true
each.dataset.unfolded = ''
}
})
addEventListener('afterprint', () => {
for (const each of document.querySelectorAll('details[data-unfolded]')) {
each.open = false
delete each.dataset.unfolded
}
})
for (const button of document.querySelectorAll('[data-print]')) {
button.hidden = false
button.addEventListener('click', () => print())
}
})()
