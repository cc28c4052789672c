// The make of a page: its elements and how they are marked, without its words, and rows that are alike once.
import { createHash } from 'node:crypto'

const empty = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr',
  'path', 'rect', 'circle', 'line', 'use', 'polyline', 'polygon', 'ellipse'])
const telling = new Set(['class', 'type', 'role', 'scope', 'lang', 'tabindex', 'aria-hidden', 'aria-current', 'aria-live',
  'aria-expanded', 'aria-disabled', 'disabled', 'checked', 'required', 'hidden', 'open', 'colspan', 'rowspan', 'autocomplete', 'fill'])

function marks (text) {
  const all = []
  for (const [, name, value] of text.matchAll(/([a-zA-Z][-a-zA-Z:]*)(?:="([^"]*)")?/g)) {
    all.push(telling.has(name) ? `${name}=${value ?? ''}` : `${name}${value === '' ? '=' : ''}`)
  }
  return all.sort().join(' ')
}

// A node is [name and marks, Set of what stands in it].
const spell = ([name, within]) => within.size ? `${name}{${[...within].join()}}` : name

export function makeOf (html) {
  const stack = [['', new Set()]]
  const close = () => {
    const node = stack.pop()
    stack.at(-1)[1].add(spell(node))
  }
  const parts = /<!--.*?-->|<!doctype[^>]*>|<(script|style)\b.*?<\/\1>|<(\/?)([a-zA-Z][-a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*?)(\/?)>|([^<]+)/gis
  for (const [, , closing, tag, attributes, selfClosing, words] of html.matchAll(parts)) {
    if (words !== undefined) {
      if (words.trim()) stack.at(-1)[1].add('words')
      continue
    }
    if (!tag) continue
    const name = tag.toLowerCase()
    if (closing) {
      while (stack.length > 1 && stack.at(-1)[2] !== name) close()
      if (stack.length > 1) close()
      continue
    }
    const node = [`${name} ${marks(attributes)}`, new Set(), name]
    if (selfClosing || empty.has(name)) stack.at(-1)[1].add(spell(node))
    else stack.push(node)
  }
  while (stack.length > 1) close()
  return createHash('sha256').update(spell(stack[0])).digest('hex')
}
