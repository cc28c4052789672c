// enketo.mjs - Enketo's core in Chromium: bundled once, then one page that fills in forms.
import { build } from 'esbuild'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const core = name => path.join(here, 'node_modules/enketo-core/src/js', name)

export async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, 'enketo-page.mjs')], bundle: true, write: false, format: 'iife', conditions: ['browser'], logLevel: 'silent',
    loader: { '.png': 'dataurl' }, external: ['libxslt'],
    alias: {
      'enketo/config': path.join(here, 'node_modules/enketo-core/config.js'), 'enketo/widgets': core('widgets.js'),
      'enketo/translator': core('fake-translator.js'), 'enketo/dialog': core('fake-dialog.js'), 'enketo/file-manager': core('file-manager.js'),
      'enketo/xpath-evaluator-binding': core('xpath-evaluator-binding.js')
    }
  })
  return outputFiles[0].text
}

export async function open(browser) {
  const page = await (await browser.newContext()).newPage()
  const script = await bundle()
  await page.evaluate(() => { window.process = { env: {} }; window.require = () => ({}) })
  await page.addScriptTag({ content: script })
  return (xform, lists, values = {}) => page.evaluate(([form, all, given]) => window.fill(form, all, given), [xform, lists, values])
}
