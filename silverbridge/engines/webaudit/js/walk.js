// One pass over the document: every element once, with what it inherits from those around it.
(() => {
  const S = window.__sb;
  if (S.walk) return;
  const INFINITE = [-1e7, -1e7, 1e7, 1e7];
  const cut = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  const scaleOf = (transform, scale) => {
    let s = 1;
    if (transform && transform !== 'none') {
      const m = new DOMMatrixReadOnly(transform);
      s *= Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)) || 1;
    }
    if (scale && scale !== 'none') s *= Math.abs(parseFloat(scale)) || 1;
    return s;
  };
  S.gradientStops = image => {
    const stops = image.match(/rgba?\([^)]*\)|oklch\([^)]*\)|oklab\([^)]*\)|color\([^)]*\)|lab\([^)]*\)/g) || [];
    return stops.map(S.colour);
  };
  const backdrop = (cs, under, opacity) => {
    let bg = under;
    const c = S.colour(cs.backgroundColor);
    if (c[3] > 0) {
      const alpha = c[3] * opacity;
      bg = alpha >= 0.995 ? { c: c, kind: 'solid', stops: null }
        : { c: S.over(c, under.c, opacity), kind: under.kind, stops: under.stops && under.stops.map(s => S.over(c, s, opacity)) };
    }
    const image = cs.backgroundImage;
    if (image && image !== 'none' && !cs.backgroundClip.includes('text')) {
      if (image.includes('url(') || image.includes('image-set(')) bg = { c: bg.c, kind: 'image', stops: null };
      else {
        const stops = S.gradientStops(image).map(s => S.over(s, bg.c, opacity));
        bg = { c: bg.c, kind: bg.kind === 'image' && S.gradientStops(image).some(s => s[3] < 1) ? 'image' : 'gradient', stops };
      }
    }
    return bg;
  };

  // visit(el, cs, c): c is the context with everything known of the element's surroundings. `only`: elements to enter, all others left out.
  S.walk = (visit, text, only = null) => {
    const enter = (el, up) => {
      if (only && !only.has(el)) return;
      if (el.localName === 'script' || el.localName === 'style' || el.localName === 'noscript' || el.localName === 'template') return;
      // Each style asked for costs more than everything else here: once, and only where it can matter.
      const cs = getComputedStyle(el), display = cs.display;
      if (display === 'none') return;
      const c = Object.assign({}, up);
      c.up = up; c.el = el; c.cs = cs;
      if (display === 'contents') { children(el, c); return; }
      const inline = display === 'inline', transform = inline ? 'none' : cs.transform, position = cs.position;
      const own = inline ? 1 : scaleOf(transform, cs.scale), faint = cs.opacity;
      c.display = display;
      c.scale = up.scale * own;
      if (faint !== '1') c.opacity = up.opacity * parseFloat(faint);
      c.visible = c.opacity > 0.04 && cs.visibility === 'visible';
      const r = el.getBoundingClientRect();
      c.rect = [up.dx + r.left * up.ds, up.dy + r.top * up.ds, up.dx + r.right * up.ds, up.dy + r.bottom * up.ds];
      if (position === 'fixed' && !up.held) { c.clip = up.frameClip; c.fixed = el; }
      else if (position === 'absolute') c.clip = up.positionedClip;
      if (position === 'sticky' && !c.fixed) c.sticky = el;
      c.positioned = position === 'absolute' || position === 'fixed' || up.positioned;
      c.bg = backdrop(cs, up.bg, c.opacity);
      if (c.bg !== up.bg && c.bg.kind === 'solid' && up.el && el.localName !== 'body' && S.colour(cs.backgroundColor)[3] * c.opacity >= 0.995) c.ground = { el, rect: c.rect, positioned: c.positioned };
      const flowX = cs.overflowX, flowY = cs.overflowY;
      if (flowX !== 'visible' || flowY !== 'visible') {
        const root = el === el.ownerDocument.body || el === el.ownerDocument.documentElement, cutX = /hidden|clip/.test(flowX), cutY = /hidden|clip/.test(flowY);
        if (!root && /auto|scroll/.test(flowX + flowY)) c.pane = cut(up.pane || INFINITE, c.rect);
        if (!root && (cutX || cutY)) {
          c.clip = cut(c.clip, [cutX ? c.rect[0] : -1e7, cutY ? c.rect[1] : -1e7, cutX ? c.rect[2] : 1e7, cutY ? c.rect[3] : 1e7]);
          c.clipper = el;
        }
        if (/auto|scroll/.test(flowX)) c.scroller = el;
      }
      if (position === 'absolute' || position === 'fixed') { const clip = cs.clip; if (clip !== 'auto' && /rect\(0px,? 0px,? 0px,? 0px\)|rect\(1px,? 1px,? 1px,? 1px\)/.test(clip)) c.clip = [0, 0, 0, 0]; }
      const path = cs.clipPath;
      if (path !== 'none' && (/inset\((50|100)%/.test(path) || path === 'circle(0px)')) c.clip = [0, 0, 0, 0];
      if (position !== 'static' || own !== 1 || transform !== 'none') c.positionedClip = c.clip;
      c.filtered = cs.filter !== 'none';
      if (transform !== 'none' || c.filtered) c.held = c.fixed ? c.held : true;
      const name = el.localName, role = el.getAttribute('role') || '';
      if (name === 'main' || name === 'article' || role === 'main' || role === 'article') c.main = true;
      if (name === 'nav' || role === 'navigation') c.region = 'nav';
      else if ((name === 'header' || role === 'banner') && !c.main) c.region = 'header';
      else if (name === 'footer' || role === 'contentinfo') c.region = 'footer';
      else if (name === 'aside' || role === 'complementary') c.region = 'aside';
      if (name === 'a' || name === 'button' || name === 'summary' || name === 'label' || role === 'button' || role === 'link') c.control = el;
      if (name === 'ruby') c.ruby = true;
      if (name === 'rt' || name === 'rp' || display === 'ruby-text') c.annotation = true;
      if (display.startsWith('inline') && /^(super|sub)$/.test(cs.verticalAlign)) c.annotation = true;
      if (cs.writingMode !== 'horizontal-tb') c.vertical = true;
      const family = cs.fontFamily;
      if (family !== up.family) { c.family = family; c.familyTop = el; }
      if (el.disabled || el.getAttribute('aria-disabled') === 'true') c.disabled = true;
      if (el.getAttribute('aria-hidden') === 'true') c.muted = true;
      if (!/^(inline|ruby|contents)$/.test(display) || name === 'rt' || cs.float !== 'none') c.block = { el, texts: [], cs, c };
      visit(el, cs, c);
      children(el, c);
      if (c.block.el === el && c.block.texts.length) text.close(c.block, c);
    };
    const children = (el, c) => {
      if (el.localName === 'iframe' || el.localName === 'frame') { frame(el, c); return; }
      if (el.localName === 'svg') { for (const t of el.querySelectorAll('text')) text.svg(t, c); return; }
      if (/^(input|select|textarea|video|audio|canvas|object|embed)$/.test(el.localName)) return;
      if (el.localName === 'details' && !el.open) { for (const k of el.children) if (k.localName === 'summary') enter(k, c); return; }
      const root = el.shadowRoot;
      const kids = el.localName === 'slot' && el.assignedNodes().length ? el.assignedNodes() : (root || el).childNodes;
      for (const kid of kids) {
        if (kid.nodeType === 1) enter(kid, c);
        else if (kid.nodeType === 3 && c.visible && /\S/.test(kid.data)) text.node(kid, c);
      }
    };
    const frame = (el, c) => {
      let inside = null;
      try { inside = el.contentDocument; } catch { return; }
      if (!inside || !inside.body || !c.visible) return;
      const r = el.getBoundingClientRect(), s = c.scale;
      const box = cut(c.clip, c.rect);
      enter(inside.documentElement, { ...c, dx: c.dx + (r.left + el.clientLeft * s) * c.ds, dy: c.dy + (r.top + el.clientTop * s) * c.ds,
        ds: c.ds * s, scale: c.scale, clip: [box[0], -1e7, box[2], 1e7], positionedClip: [box[0], -1e7, box[2], 1e7], frameClip: box, frame: el,
        bg: c.bg, ground: null, fixed: c.fixed, held: false, family: '', block: null });
    };
    enter(document.documentElement, {
      scale: 1, opacity: 1, visible: true, clip: INFINITE, positionedClip: INFINITE, frameClip: INFINITE, dx: scrollX, dy: scrollY, ds: 1,
      bg: { c: [255, 255, 255, 1], kind: 'solid', stops: null }, main: false, region: '', family: '', block: { el: null, texts: [] },
    });
  };

  // Does a rectangle (document coordinates) meet what can be brought into sight?
  S.reach = (rect, c, view) => {
    const r = cut(rect, c.clip);
    const w = r[2] - r[0], h = r[3] - r[1];
    if (w < 1 || h < 1 || (w <= 1.5 && h <= 1.5)) return false;
    if (r[2] <= 0 || r[3] <= 0) return false;
    if (view.lockX && r[0] >= view.width + scrollX) return false;
    if (c.fixed && !c.frame && (r[0] - scrollX >= view.width || r[1] - scrollY >= view.height || r[2] - scrollX <= 0 || r[3] - scrollY <= 0)) return false;
    return true;
  };
})();
