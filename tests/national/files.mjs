// files.mjs: the lists agencies send in, read without the program.
import { readFileSync } from 'node:fs'

function cells(line, separator) {
  const out = []
  let cell = '', quoted = false
  for (let i = 0; i < line.length; i++) {
    if (quoted && line[i] === '"' && line[i + 1] === '"') {
      cell += '"'
      i++
    }
    else if (line[i] === '"') quoted = !quoted
    else if (line[i] === separator && !quoted) {
      out.push(cell)
      cell = ''
    }
    else cell += line[i]
  }
  return [...out, cell]
}

export function table(path) {
  const [heading, ...lines] = readFileSync(path, 'utf8').replace(/^\ufeff/, '').split('\n').filter((l) => l !== '')
  const separator = heading.split(';').length > heading.split(',').length ? ';' : ','
  const names = cells(heading, separator)
  return lines.map((line) => Object.fromEntries(cells(line, separator).map((c, i) => [names[i], c])))
}
