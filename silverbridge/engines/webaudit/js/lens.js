// Looks at a picture of the page: in a world beside the page's own, so that none of its scripts and no content policy stands in the way.
async (picture, texts, icons) => {
  const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), ctx = canvas.getContext('2d', { willReadFrequently: true });
  ctx.drawImage(bitmap, 0, 0);
  const lin = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const lum = (r, g, b) => 0.2126 * lin(r) + 0.7152 * lin(g) + 0.0722 * lin(b);
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const cut = box => { const x = Math.max(0, Math.floor(box[0])), y = Math.max(0, Math.floor(box[1])), w = Math.min(bitmap.width, Math.ceil(box[2])) - x, h = Math.min(bitmap.height, Math.ceil(box[3])) - y; return w > 0 && h > 0 ? ctx.getImageData(x, y, w, h).data : null; };
  const out = {};
  for (const { key, box, fg } of texts) {
    const d = cut(box); if (!d) continue;
    const all = [], step = Math.max(1, Math.floor(d.length / 4 / 6000)) * 4;
    for (let i = 0; i < d.length; i += step) { const a = fg[3]; all.push(ratio(lum(fg[0] * a + d[i] * (1 - a), fg[1] * a + d[i + 1] * (1 - a), fg[2] * a + d[i + 2] * (1 - a)), lum(d[i], d[i + 1], d[i + 2]))); }
    all.sort((a, b) => a - b);
    out[key] = Math.round(all[Math.floor(all.length * 0.1)] * 100) / 100;
  }
  for (const { key, box } of icons) {
    const d = cut(box); if (!d) continue;
    const bins = new Map();
    for (let i = 0; i < d.length; i += 4) { const k = (d[i] >> 3) << 10 | (d[i + 1] >> 3) << 5 | d[i + 2] >> 3; const b = bins.get(k) || [0, 0, 0, 0]; b[0] += 1; b[1] += d[i]; b[2] += d[i + 1]; b[3] += d[i + 2]; bins.set(k, b); }
    const list = [...bins.values()].sort((a, b) => b[0] - a[0]).map(b => ({ n: b[0], l: lum(b[1] / b[0], b[2] / b[0], b[3] / b[0]) }));
    if (list.length < 2) continue;
    const ground = list[0].l, rest = list.slice(1), total = rest.reduce((n, b) => n + b.n, 0);
    const strong = rest.filter(b => b.n >= Math.max(3, total * 0.08)).map(b => ratio(b.l, ground));
    if (total >= d.length / 4 * 0.01 && strong.length) out[key] = Math.round(Math.max(...strong) * 100) / 100;
  }
  return out;
}
