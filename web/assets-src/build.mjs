// Makes web/static from npm packages: one style sheet, one script, three fonts, and their licences.
// Run by `make assets`; the result is committed, so that building Atrama needs no Node and no network.
import { readFileSync, writeFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import * as sass from 'sass'
import subset from 'subset-font'
import './map.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.resolve(here, '../..')
const to = path.join(root, 'web/static')
const modules = path.join(root, 'node_modules')
const read = (...parts) => readFileSync(path.join(...parts))

const write = (name, bytes) => {
  writeFileSync(path.join(to, name), bytes)
  console.log(`  ${name.padEnd(28)} ${String(bytes.length).padStart(7)} bytes`)
}

const css = sass.compile(path.join(here, 'atrama.scss'), { style: 'compressed', loadPaths: [modules], quietDeps: true }).css
if (/GDS Transport|crown|crest/i.test(css)) throw new Error('the style sheet names what may not be used outside gov.uk')
if (/url\((?!"?noto-sans-)/.test(css)) throw new Error('the style sheet refers to a file that is not built')
mkdirSync(to, { recursive: true })
for (const file of readdirSync(to)) rmSync(path.join(to, file))
write('atrama.css', css.trim() + '\n')

// A script this small is made smaller only by its comments and indentation.
for (const name of ['atrama.js', 'passkey.js'])
  write(name, read(here, name).toString().replace(/^\s*\/\/.*\n/gm, '').replace(/^\s+/gm, ''))

// "U+0100-017F, U+02C7" as the letters themselves.
const letters = range => range.replaceAll('U+', '').split(',').map(part => {
  const [first, last = first] = part.trim().split('-').map(hex => parseInt(hex, 16))
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('')
}).join('')

const noto = path.join(modules, '@fontsource-variable/noto-sans')
const face = /url\("?(noto-sans-([a-z-]+)\.woff2)"?\)[^}]*unicode-range:([^;}]+)/g
for (const [, file, script, range] of css.matchAll(face)) {
  const whole = read(noto, `files/noto-sans-${script}-wght-normal.woff2`)
  write(file, await subset(whole, letters(range), { targetFormat: 'woff2' }))
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
const version = name => JSON.parse(read(modules, name, 'package.json')).version
write('LICENSES.txt', `atrama.js, passkey.js and what is Atrama's own in atrama.css: AGPL-3.0-or-later, as the rest of Atrama.

----------------------------------------------------------------------
atrama.css contains govuk-frontend ${version('govuk-frontend')}, compiled with other colours and another typeface.
It contains neither the GDS Transport typeface nor the crest.

The MIT License (MIT)
Copyright (C) 2017 Crown Copyright (Government Digital Service)

${mit}

----------------------------------------------------------------------
noto-sans-*.woff2 are parts of Noto Sans, from @fontsource-variable/noto-sans ${version('@fontsource-variable/noto-sans')}.

${read(noto, 'LICENSE').toString().replaceAll('\r', '').trim()}

----------------------------------------------------------------------
web/map/world.txt, and every map drawn from it, is made from Natural Earth (public domain, naturalearthdata.com) by way of
world-atlas ${version('world-atlas')}.

${read(modules, 'world-atlas/LICENSE').toString().replaceAll('\r', '').trim()}
`)
