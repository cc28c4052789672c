// Pages work without this. It adds: one key that hides a page, focus on what went wrong, and no double sending.
(() => {
  // Exit this page: Shift three times within five seconds, or the button. What stands there is emptied first,
  // and the entry in the history is replaced, so that "back" does not show it.
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

  // A page that comes back with an error begins there; its links lead into the field, not only near it.
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

  // Tired hands press twice; a form is sent once. Coming back by "back" lets it be sent again.
  document.addEventListener('submit', event => {
    const form = event.target
    if (form.method === 'get') return
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = '1'
  })
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent
  })

  // Errors come in the order of the operation; a reader goes down the page.
  if (errors) {
    const place = item => document.getElementById((item.querySelector('a')?.hash ?? '').slice(1))
    const items = [...errors.querySelectorAll('li')].filter(place)
    items.sort((a, b) => place(a).compareDocumentPosition(place(b)) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)
    for (const item of items) item.parentNode.append(item)
  }

  // Why a question is asked: open where there is room, one press away on a telephone.
  const narrow = matchMedia('(max-width: 640px)')
  const fold = () => {
    for (const why of document.querySelectorAll('.at-why')) why.open = !narrow.matches
  }
  fold()
  narrow.addEventListener('change', fold)

  // On paper nothing can be pressed: what is folded is printed, forms are not.
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
