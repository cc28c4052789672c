// TAP on standard output. A test file ends with `await finish()`; a thrown error is a failure, never a silence.
import { startBrowser, openPage, axeFinds, sticksOut, sticksOutZoomed } from './browser.mjs'
import { startRegistry } from './registry.mjs'

let n = 0
let failed = 0
let ended = false
const after = []

const line = text => process.stdout.write(text + '\n')
const remark = text => String(text).split('\n').forEach(each => line(`# ${each}`))

export function ok (right, name, why = []) {
  n++
  if (right) return line(`ok ${n} - ${name}`)
  failed++
  line(`not ok ${n} - ${name}`)
  ;[why].flat().forEach(remark)
}

export const is = (got, wanted, name) =>
  ok(Object.is(got, wanted) || JSON.stringify(got) === JSON.stringify(wanted), name,
    `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`)

export const like = (got, pattern, name) => ok(pattern.test(got), name, `${JSON.stringify(got)} is not like ${pattern}`)

export const none = (list, name) => ok(list.length === 0, name, list)

// One step of a story: a failure inside is reported under its name, and the next step is tried all the same.
export async function step (name, does) {
  const before = failed
  try {
    await does()
    if (failed === before) ok(true, name)
  } catch (error) {
    ok(false, name, error.stack ?? error)
  }
}

export const atEnd = does => after.unshift(does)

export async function finish () {
  for (const does of after) {
    try {
      await does()
    } catch (error) {
      ok(false, 'everything that was started stops cleanly', error.stack ?? error)
    }
  }
  ended = true
  line(`1..${n}`)
  process.exit(failed ? 1 : 0)
}

const broken = async error => {
  if (ended) return
  ok(false, 'the test runs to its end', error?.stack ?? error)
  await finish()
}
process.on('uncaughtException', broken)
process.on('unhandledRejection', broken)

// A registry and a browser for this file; both are stopped by finish().
export async function stage (options) {
  const registry = await startRegistry(options)
  atEnd(registry.stop)
  const browser = await startBrowser()
  atEnd(() => browser.close())
  return { registry, browser, open: more => openPage(browser, { url: registry.url, ...more }) }
}

// What every page owes its reader: no axe violation, no sideways scroll at 360 and 320 px nor with letters twice as
// large, no script error and nothing fetched from elsewhere.
export async function pageIsSound (page, name) {
  none(await axeFinds(page), `${name}: axe finds nothing`)
  for (const width of [360, 320]) none(await sticksOut(page, width), `${name}: fits ${width} px`)
  none(await sticksOutZoomed(page, 640), `${name}: fits with text at 200 %`)
  none(page.troubles.splice(0), `${name}: no script error, nothing refused, nothing from elsewhere`)
}
