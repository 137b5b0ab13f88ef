// Trying what a page offers: larger letters, other colours, a voice, forms, search.
(() => {
  const S = window.__sb;
  if (S.glance) return;
  S.tick = () => new Promise(done => { const c = new MessageChannel(); c.port1.onmessage = () => done(); c.port2.postMessage(0); });
  S.glance = () => {
    const v = { width: innerWidth, height: innerHeight, lockX: false }, rows = [];
    const hasMain = !!document.querySelector('main, article, [role=main], [role=article]');
    S.walk(() => {}, {
      node(node, c) {
        const t = node.data.replace(/\s/g, ''), letters = (t.match(/[\p{L}\p{N}]/gu) || []).length;
        if (!letters || !S.reach(c.rect, c, v)) return;
        const size = parseFloat(c.cs.fontSize) * (c.el.currentCSSZoom || 1) * c.scale * c.ds;
        const k = c.disabled ? null : S.contrast(c.cs.webkitTextFillColor || c.cs.color, c);
        rows.push([size, letters, hasMain ? !!c.main : !c.region, k && k.kind === 'solid' ? k.ratio : 99, c.cs.color]);
      },
      svg() {}, close() {},
    });
    const main = rows.filter(r => r[2]), by = (main.length ? main : rows).slice().sort((a, b) => a[0] - b[0]);
    const total = by.reduce((n, r) => n + r[1], 0);
    let half = 0, median = 0;
    for (const r of by) { half += r[1]; if (half >= total / 2) { median = r[0]; break; } }
    const doc = document.documentElement, body = document.body;
    return { median: S.round(median), least: by.length ? S.round(by[0][0]) : 0, low: S.round(Math.min(99, ...rows.map(r => r[3]))), n: rows.length, looks: S.hash(rows.map(r => r.join()).join(';')),
      mode: [doc.className, body.className, JSON.stringify(doc.dataset), JSON.stringify(body.dataset), doc.style.cssText, body.style.cssText].join('|') };
  };

  // Wherever a page keeps something beyond a reload, as text; null where nobody can tell. Unchanged, nothing was kept.
  S.memory = () => {
    const asked = performance.getEntriesByType('resource').length;
    if (asked >= 250 || document.querySelector('iframe, frame')) return null;
    try { return JSON.stringify([location.href, window.name, history.state, document.cookie, { ...localStorage }, { ...sessionStorage }, window.__sbh.sent, asked]); } catch { return null; }
  };

  const KINDS = 'button, a, select, input, summary, [role=button], [role=switch], [role=slider], [role=tab], [role=radio], label';
  const pool = () => S.all('*').filter(el => (el.matches(KINDS) || S.listens(el).has('click')) && !el.matches('body, html, main, form') && S.shown(el) && !(el.matches('label') && el.control) && !(el.matches('input') && /^(text|search|tel|password|email|hidden|submit)$/.test(el.type)));
  const elsewhere = el => { const a = el.closest('a[href]'); if (!a) return false; const h = a.getAttribute('href'); return !(h === '' || h.startsWith('#') || h.startsWith('javascript:') || h.startsWith('?')); };
  const group = el => { for (let up = el.parentElement, n = 0; up && n < 3; up = up.parentElement, n++) { const legend = up.matches('fieldset') && up.querySelector('legend') ? S.visibleText(up.querySelector('legend')) : ''; const t = (up.getAttribute('aria-label') || '') + ' ' + legend + ' ' + ([...up.childNodes].filter(k => k.nodeType === 3 || (k.nodeType === 1 && /^(span|b|strong|label|em|p)$/.test(k.localName) && !k.querySelector(KINDS) && !S.listens(k).has('click'))).map(k => k.textContent).join(' ')); if (t.trim()) return t; } return ''; };
  const SIZE = /字号|字体|大字(?!版)|放大(?!图|镜|地图|查看|验证)|^A\s*[+＋]{1,2}$|加大|变大|调大|大号|特大|超大|文字大小|^T[+＋]$|字大|更大/, STEP = /^(大|特大|超大|较大|最大|大号|特大号|A|Aa|中|标准|小|\+|＋|大一点|再大|[＋+]?\s*大)$/, SIZEGROUP = /字号|字体|文字大小|字的大小|字大小|大小/;
  const SIZENOT = /放大(图|镜|地图|查看|验证)|图片|验证码|鼠标|光标|大字版|长辈|关怀|适老|指针/;
  const HIGH = /高对比|对比度|高反差|配色|黑底|黄字|反色|黑黄|蓝底|白底/;
  const POINTER = /大(鼠标|光标|指针|箭头)|(鼠标|光标|指针).{0,4}(放大|变大|加大|大)|(鼠标|光标|指针)样式/;
  const VOICE = /朗读|语音播报|语音阅读|读给我|读屏|听(文章|全文|新闻|读|一听|正文|书|这|本)|收听|播报|^听$|^语音$|^播放语音$|语音播放|读出来|念/;
  const VOICENOT = /验证|搜索|输入|客服|导航|听证|停止|暂停/;
  const ELDER = /长辈(版|模式|专区)?|适老|关怀(版|模式)|关爱(版|模式)|亲情(版|模式)|大字版|老年(版|模式)/;
  const said = el => (S.label(el) + ' ' + (el.title || '')).trim().slice(0, 60);
  S.find = kind => {
    const list = pool().filter(el => !elsewhere(el) || (kind === 'voice' && el.getAttribute('role') === 'button'));
    const pick = {
      size: el => { const t = S.label(el).trim(); if (SIZENOT.test(t) || el.closest('[class*=captcha], [class*=verify], [id*=captcha], [class*=yzm], figure') || /验证|图片/.test(group(el))) return false; return (SIZE.test(said(el)) && t.length < 20) || (STEP.test(t) && SIZEGROUP.test(group(el))) || (/^(range|number|select-one)$/.test(el.type) && (SIZE.test(said(el)) || SIZEGROUP.test(group(el)))) || (el.type === 'radio' && SIZEGROUP.test(group(el)) && STEP.test(t)); },
      scheme: el => HIGH.test(said(el)) || (/^select/.test(el.type) && [...el.options].some(o => HIGH.test(o.text))) || (/^(checkbox|radio)$/.test(el.type) && HIGH.test(said(el))) || (HIGH.test(group(el)) && S.label(el).length < 8 && !SIZE.test(S.label(el))),
      cursor: el => POINTER.test(said(el)),
      voice: el => VOICE.test(said(el)) && !VOICENOT.test(said(el)) && S.label(el).length < 24,
      elder: el => ELDER.test(said(el)) && S.label(el).length < 24,
    }[kind];
    const found = list.filter(pick);
    S.found = found.filter(el => !found.some(o => o !== el && o.contains(el) && !/^(select|input)$/.test(o.localName)) || /^(select|input|button)$/.test(el.localName)).slice(0, 10);
    return S.found.map(el => ({ selector: S.selector(el), name: S.label(el).slice(0, 30), kind: el.localName === 'select' ? 'select' : el.type === 'range' ? 'range' : 'press', options: el.localName === 'select' ? el.options.length : 0, filled: /^(input|select)$/.test(el.localName) }));
  };
  S.press = async (i, option) => {
    const el = S.found[i], H = window.__sbh;
    if (!el || !el.isConnected) return false;
    H.pressing = true;
    try {
      if (el.localName === 'select') { el.selectedIndex = option; el.dispatchEvent(new Event('input', { bubbles: true })); el.dispatchEvent(new Event('change', { bubbles: true })); }
      else if (el.type === 'range' || el.type === 'number') { el.value = el.max || '100'; el.dispatchEvent(new Event('input', { bubbles: true })); el.dispatchEvent(new Event('change', { bubbles: true })); }
      else {
        const r = el.getBoundingClientRect(), at = { bubbles: true, cancelable: true, composed: true, clientX: r.left + r.width / 2, clientY: r.top + r.height / 2, view: window };
        el.dispatchEvent(new PointerEvent('pointerdown', at)); el.dispatchEvent(new MouseEvent('mousedown', at)); el.dispatchEvent(new PointerEvent('pointerup', at)); el.dispatchEvent(new MouseEvent('mouseup', at));
        el.click();
      }
      await S.tick(); await S.tick();
    } finally { H.pressing = false; }
    return true;
  };
  S.speech = () => ({ spoken: window.__sbh.speech.spoken + window.__sbh.plays.length, stopped: window.__sbh.speech.stopped, speaking: window.speechSynthesis.speaking, framed: S.roots().length });
  S.stopper = () => { const list = pool().filter(el => /停止|停下|暂停|关闭(朗读|语音|播报)|结束朗读|别读了|不读了/.test(said(el))); S.found = list; return list.length; };
  S.cursorSize = async () => {
    let text = '';
    for (const el of [document.documentElement, document.body, document.querySelector('main'), document.querySelector('p'), document.querySelector('a')]) { const c = el && getComputedStyle(el).cursor; if (c && c.includes('url(')) { text = c; break; } }
    if (!text) return 0;
    const src = /url\(["']?([^"')]+|data:[^"]+)["']?\)/.exec(text)[1];
    return await new Promise(done => { const im = new Image(); const give = v => done(v); im.onload = () => give(Math.min(im.naturalWidth, im.naturalHeight) || 0); im.onerror = () => give(0); im.src = src; });
  };
  S.magnified = async (pictureRef, zoomRef) => {
    const el = S.refs[pictureRef], zoom = S.refs[zoomRef];
    const scope = el.closest('form, section, fieldset, dialog, [role=dialog], main') || document.body;
    const area = () => { const pics = [...document.querySelectorAll('img, canvas, svg')].filter(k => S.shown(k)); const same = pics.filter(p => p === el || (p.src && p.src === el.src) || el.contains(p)); return Math.max(el.getBoundingClientRect().width, ...same.map(p => p.getBoundingClientRect().width)); };
    const big = () => [...document.querySelectorAll('img, canvas, svg')].filter(k => S.shown(k)).map(k => k.getBoundingClientRect().width);
    const before = area(), others = big();
    window.__sbh.pressing = true; zoom.click(); await S.tick(); await S.tick(); window.__sbh.pressing = false;
    const after = area(), fresh = big().filter(w => !others.includes(w));
    void scope;
    return Math.max(after, ...fresh, 0) / before;
  };
  S.extended = async (countRef, boxRef, buttonRef) => {
    const at = S.refs[countRef], box = S.refs[boxRef], button = S.refs[buttonRef];
    const read = () => { const el = at.isConnected ? at : box; return S.seconds(S.visibleText(el)) ?? S.seconds(S.visibleText(box)); };
    const first = read(); let most = first;
    window.__sbh.pressing = true;
    for (let i = 0; i < 1; i++) { if (!button.isConnected || button.disabled) break; button.click(); await S.tick(); await S.tick(); const v = read(); if (v === null || v <= most) break; most = v; }
    window.__sbh.pressing = false;
    return first && most > first ? most / first : most === first ? null : 0;
  };
})();
