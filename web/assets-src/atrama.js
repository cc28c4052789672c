// Pages work without this. It adds: one key that hides a page, focus on what went wrong, no double sending, and patience
// where the network fails. Nothing is stored in the browser.
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

  // A form marked data-patient is tried again until it arrives, always as it was sent first and with the same key, so that
  // it is recorded once. What the registry has to say of it, it says as a page: the form is then sent in the plain way.
  const unsaved = document.getElementById('unsaved')
  const away = document.getElementById('signed-out')
  let waiting = false
  const body = (form, by) => {
    const data = new FormData(form)
    if (by?.name) data.append(by.name, by.value)
    return form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data)
  }
  const plain = (form, by) => {
    waiting = false
    if (by?.name) {
      const same = document.createElement('input')
      Object.assign(same, { type: 'hidden', name: by.name, value: by.value })
      form.append(same)
    }
    form.submit()
  }
  const attempt = async (form, by, sent) => {
    try {
      const answer = await fetch(form.action, { method: 'POST', body: sent, headers: { Accept: 'application/json' } })
      if (answer.status > 500) throw new Error('down')
      const said = answer.ok ? await answer.json() : {}
      if (said.location) {
        waiting = false
        location.assign(said.location)
      } else if (answer.status === 401) {
        away.hidden = false
        unsaved.hidden = true
        form.inert = false
        form.dataset.away = '1'
        delete form.dataset.sent
      } else {
        plain(form, by)
      }
    } catch {
      unsaved.hidden = false
      waiting = true
      form.inert = true // what is tried is what was sent
      setTimeout(() => attempt(form, by, sent), 3000)
    }
  }
  // Signed in again in another window: this form takes the token of the new session.
  const renew = async form => {
    const text = await (await fetch(location.href)).text()
    const token = /name="csrf" value="([0-9a-f]+)"/.exec(text)
    if (token) form.elements.csrf.value = token[1]
    away.hidden = true
    delete form.dataset.away
  }
  if (unsaved) {
    document.addEventListener('submit', async event => {
      const form = event.target
      if (!('patient' in form.dataset) || event.defaultPrevented) return
      event.preventDefault()
      const by = event.submitter
      if (form.dataset.away) await renew(form).catch(() => {})
      attempt(form, by, body(form, by))
    })
    addEventListener('beforeunload', event => {
      if (waiting) event.preventDefault()
    })
  }

  // While a name is typed, people one may know already are proposed: asked for seldom, by POST, and never for half a name.
  // Where one may not ask, it is asked once.
  for (const place of document.querySelectorAll('[data-like]')) {
    const form = place.closest('form') ?? place.previousElementSibling, [said, list] = place.children
    const typed = name => form.elements[name]?.value.trim() ?? ''
    let timer, last = '', turn = 0, may = true
    const show = part => {
      list.replaceChildren(...part?.body.children ?? [])
      const title = list.querySelector('h2')?.textContent ?? ''
      if (said.textContent !== title) said.textContent = title
    }
    // The browser reads the answer as a document of its own, where nothing runs: a text may not become one here (Trusted Types).
    const post = body => new Promise(done => {
      const call = new XMLHttpRequest()
      call.open('POST', place.dataset.like)
      call.responseType = 'document'
      call.setRequestHeader('Accept', 'text/html')
      call.onloadend = () => done(call)
      call.send(body)
    })
    const ask = async () => {
      const whole = typed('given').length > 1 && typed('family').length > 1
      const asked = whole ? ['given', 'family', 'born'].map(name => [name, typed(name)]) : []
      if (String(asked) === last || !may) return
      last = String(asked)
      const mine = ++turn
      if (!whole) return show()
      const body = new URLSearchParams(asked.filter(([name, text]) => name !== 'born' || /^\d{4}$/.test(text)))
      body.set('csrf', typed('csrf'))
      body.set('except', place.dataset.except ?? '')
      const answer = await post(body)
      if (mine !== turn) return
      may = ![401, 403, 404].includes(answer.status)
      if (answer.status === 200 && answer.responseURL.endsWith(place.dataset.like)) show(answer.response)
    }
    form.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(ask, 700)
    })
  }

  // A long piece of work goes on by itself, page after page.
  const next = document.querySelector('form[data-next]')
  if (next) setTimeout(() => next.requestSubmit(), 100)

  // One box chooses all that stand in its list.
  for (const all of document.querySelectorAll('[data-all]')) {
    all.closest('[hidden]').hidden = false
    all.addEventListener('change', () => {
      for (const each of document.querySelectorAll(`[name="${all.dataset.all}"]`)) each.checked = all.checked
    })
  }

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
