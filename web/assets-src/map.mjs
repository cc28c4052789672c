// Makes web/map/world.txt from world-atlas (Natural Earth, public domain): the shapes of countries, few enough points
// for a page, finer in Europe. Run by `make assets`; the result is committed. src/view/chart_map.c reads it.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { feature } from 'topojson-client'

const root = fileURLToPath(new URL('../..', import.meta.url))
const world = JSON.parse(readFileSync(path.join(root, 'node_modules/world-atlas/countries-50m.json')))
const version = JSON.parse(readFileSync(path.join(root, 'node_modules/world-atlas/package.json'))).version

const inEurope = ([x, y]) => x > -26 && x < 46 && y > 33 && y < 72

// How far p is from the line through a and b, as seen where they are.
const away = (p, a, b) => {
  const squeeze = Math.cos(p[1] * Math.PI / 180)
  const [ax, ay, bx, by, px, py] = [a[0] * squeeze, a[1], b[0] * squeeze, b[1], p[0] * squeeze, p[1]]
  const length = Math.hypot(bx - ax, by - ay)
  return length === 0 ? Math.hypot(px - ax, py - ay) : Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
}

// Douglas and Peucker. A border two countries share is one arc, so both keep the same points and no gap opens.
const fewer = points => {
  if (points.length < 3) return points
  const keep = new Set([0, points.length - 1])
  const stack = [[0, points.length - 1]]
  while (stack.length) {
    const [from, to] = stack.pop()
    let worst = 0
    let at = -1
    for (let i = from + 1; i < to; i++) {
      const off = away(points[i], points[from], points[to]) / (inEurope(points[i]) ? 0.1 : 0.5)
      if (off > worst) [worst, at] = [off, i]
    }
    if (worst > 1) {
      keep.add(at)
      stack.push([from, at], [at, to])
    }
  }
  return points.filter((_, i) => keep.has(i))
}

const { scale, translate } = world.transform
world.arcs = world.arcs.map(arc => {
  let [x, y] = [0, 0]
  return fewer(arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]))
})
delete world.transform

const area = ring => ring.reduce((sum, [x, y], i) => {
  const [nx, ny] = ring[(i + 1) % ring.length]
  return sum + x * ny - nx * y
}, 0) / 2 * Math.cos(ring[0][1] * Math.PI / 180)

const middle = ring => {
  let [x, y, twice] = [0, 0, 0]
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]
    const cross = ax * by - bx * ay
    x += (ax + bx) * cross
    y += (ay + by) * cross
    twice += cross
  })
  return twice === 0 ? ring[0] : [x / (3 * twice), y / (3 * twice)]
}

// Where most of the people are, not most of the land.
const labelled = { '643': [39, 55.5], '840': [-90, 39], '124': [-90, 48], '578': [9.5, 61], '752': [15.5, 60], '826': [-1.5, 52.6], '076': [-47, -17],
  '036': [146, -33], '156': [112, 33], '398': [71, 49], '012': [3, 35], '818': [31, 29.5], '246': [25.5, 62.5], '276': [10, 51], '380': [12, 43], '300': [22.5, 39.3] }

const tenth = degrees => Math.round(degrees * 10)
const lines = []
for (const each of feature(world, world.objects.countries).features) {
  if (each.id === '010') continue // Antarctica: nobody is taken from or to there
  const polygons = each.geometry.type === 'Polygon' ? [each.geometry.coordinates] : each.geometry.coordinates
  const rings = polygons.map(polygon => polygon[0]).sort((a, b) => Math.abs(area(b)) - Math.abs(area(a)))
  const [x, y] = labelled[each.id] ?? middle(rings[0])
  const kept = rings.filter((ring, i) => Math.abs(area(ring)) > (inEurope(ring[0]) ? 0.25 : 2.5) || (i === 0 && Math.abs(area(ring)) > 0.05))
  const text = kept.map(ring => {
    let [was, north] = [0, 0]
    const steps = []
    for (const [lon, lat] of ring.slice(0, -1)) {
      const [here, high] = [tenth(lon), tenth(lat)]
      if (steps.length && here === was && high === north) continue
      steps.push(here - was, high - north)
      ;[was, north] = [here, high]
    }
    return steps.length >= 6 ? steps.join(' ') : ''
  }).filter(Boolean)
  lines.push([Number(each.id ?? 0), [tenth(x), tenth(y), ...text].join('|').replace('|', ' ')])
}
lines.sort(([a], [b]) => a - b)
const text = `# Natural Earth 1:50m by way of world-atlas ${version}, fewer points. A line: number of the country in ISO 3166 (0: none), where its
# name stands, and its outlines, in tenths of a degree of longitude and latitude; in an outline each point is a step from the one before.
${lines.map(line => line.join(' ')).join('\n')}
`
mkdirSync(path.join(root, 'web/map'), { recursive: true })
writeFileSync(path.join(root, 'web/map/world.txt'), text)
console.log(`  map/world.txt                ${String(text.length).padStart(7)} bytes, ${lines.length} countries`)
