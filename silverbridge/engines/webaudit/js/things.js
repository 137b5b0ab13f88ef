// What a page carries beside text and controls: media, advertising, codes, countdowns, motion, gestures.
(() => {
  const S = window.__sb;
  if (S.things) return;
  const own = el => [...el.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('').trim();
  const classes = el => String(el.className.baseVal ?? el.className ?? '') + ' ' + (el.id || '');

  const ADHOST = /(doubleclick\.net|googlesyndication|googleadservices|adservice|pos\.baidu\.com|cpro\.baidu|cbjs\.baidu|union\.baidu|hm\.mediav|tanx\.com|alimama|mmstat\.com\/ad|gdt\.qq|e\.qq\.com|adnxs|adsystem|adserver|ads?\.[a-z0-9-]+\.(com|cn|net)|\/ads?\/|\/adv\/|\/advert|adframe|\/gg\.js|banner_ad)/i;
  const ADCLASS = /(^|[\s])((ad|ads|adv|advert|advertisement|adsbygoogle|guanggao)([-_](box|banner|wrap|wrapper|slot|unit|float|left|right|top|bottom|img|pic|link|area|frame|container|card|pop|popup|item|\d+))?|(top|side|left|right|bottom|banner|float|pop|sidebar|inline|footer|page)[-_](ad|ads|adv|advert))(?=\s|$)/i;
  S.ads = () => {
    const out = [];
    const push = (el, why) => { if (!out.some(o => o.el === el || o.el.contains(el))) { for (let i = out.length - 1; i >= 0; i--) if (el.contains(out[i].el)) out.splice(i, 1); out.push({ el, why }); } };
    for (const el of S.all('iframe, ins, script[src], img, a, div, section, aside, span, p, em, i, b, small, li, figure, label')) {
      const src = el.getAttribute('src') || (el.localName === 'a' ? el.getAttribute('href') : '') || '';
      if (el.localName === 'script') continue;
      if (!S.shown(el)) continue;
      if (/^(iframe|img|a)$/.test(el.localName) && ADHOST.test(src)) { push(el.localName === 'img' && el.closest('a') || el, src.slice(0, 80)); continue; }
      if (ADCLASS.test(' ' + classes(el).replace(/\s+/g, '  ') + ' ') && (el.matches('a, img, iframe, ins') || el.querySelector('a, img, iframe')) && el.getBoundingClientRect().height > 10) { push(el, classes(el).trim()); continue; }
      const t = own(el).replace(/[\s\[\]【】()（）·|｜×x✕]/g, '');
      if (/^(广告|推广|赞助商?|AD|ADS|Ad|广告位|商业推广|推广信息|赞助内容|广告推广)$/.test(t) || (el.localName === 'img' && /^(广告|推广)/.test(el.alt))) {
        if (el.closest('nav, [role=navigation], h1')) continue;
        let box = el;
        for (let up = el, n = 0; up && up !== document.body && n < 4; up = S.above(up), n++) { box = up; if (up.matches && (up.matches('a, iframe') || up.querySelector('a[href], img, iframe, video, button'))) break; }
        if (box.matches('main, article, body, header, footer') || !(box.matches('a, img') || box.querySelector('a, img, iframe, video, button'))) continue;
        push(box, t);
      }
    }
    return out.map(o => ({ e: S.ref(o.el), why: o.why, words: S.visibleText(o.el).slice(0, 80) }));
  };

  const media = () => S.all('video, audio').map(el => ({
    e: S.ref(el), tag: el.localName, autoplay: el.hasAttribute('autoplay'), muted: el.muted || el.defaultMuted, controls: el.controls, loop: el.loop, duration: Number.isFinite(el.duration) ? el.duration : null,
    shown: S.shown(el), tracks: [...el.querySelectorAll('track')].filter(t => /captions|subtitles/.test(t.kind) && (t.getAttribute('src') || '').length).length, played: (window.__sbh?.plays || []).some(p => p.media === el && !p.user), aria: el.getAttribute('aria-describedby') || '',
    beside: S.visibleText(el.closest('figure, section, article, div') || el.parentElement || el).slice(0, 300) }));

  const CODES = /geetest|tcaptcha|yidun|nc_wrapper|slide-?verify|verify-?slid|slider-?(captcha|verify)|captcha|verify-?(img|code|image|box)|puzzle|jigsaw|vcode|checkcode|yzm/i;
  const CODEWORDS = /拖动滑块|向右(滑动|拖动)|按住.{0,4}滑块|滑动(验证|完成|解锁)|依次点击|点选|拼图|完成验证|图形验证|图片验证|看不清(楚)?[？?，, ]*(换|点|刷新|$)|换一张|点击.{0,3}(刷新|更换)|计算结果/;
  const captchas = () => {
    const found = [];
    for (const el of S.all('div, img, canvas, iframe, section, fieldset, form, p, span, label, input, svg')) {
      if (!S.shown(el)) continue;
      let why = '';
      if (el.matches('iframe') && CODES.test(el.src + ' ' + el.title)) why = 'frame';
      else if (el.matches('img, canvas, svg') && (CODES.test(classes(el) + ' ' + (el.getAttribute('src') || '').slice(0, 200)) || /验证码|看不清|拼图|滑块/.test((el.getAttribute('alt') || '') + (el.getAttribute('aria-label') || '') + (el.title || '')))) why = 'picture';
      else if (el.matches('div, section, fieldset') && CODES.test(classes(el)) && el.querySelector('img, canvas, svg, [class*=slid], [class*=drag], [draggable]')) why = 'box';
      else if (CODEWORDS.test(own(el)) && own(el).length < 40) why = 'words';
      if (!why) continue;
      const named = el.closest('.captcha, [class*=captcha], [class*=verify], [id*=captcha], [id*=verify], [class*=geetest], [class*=yidun]');
      let box = named || el.closest('fieldset') || el.parentElement || el;
      for (let n = 0; !named && n < 3 && box.parentElement && !box.querySelector('img, canvas, iframe, svg, [class*=slid], [class*=drag]') && !box.matches('form, body, main'); n++) box = box.parentElement;
      if (box.matches('body, main, html')) box = el;
      const inside = box.querySelector('img, canvas, iframe, svg, [class*=slid], [class*=drag], [class*=piece]') || el.matches('img, canvas, iframe');
      if (!inside && !named && why === 'words' && ![box, ...box.querySelectorAll('*')].some(k => ['mousedown', 'pointerdown', 'touchstart', 'dragstart'].some(t => S.listens(k).has(t)) || k.getAttribute('draggable') === 'true')) continue;
      const known = found.findIndex(f => f.box.contains(box) || box.contains(f.box));
      if (known >= 0) { if (box.contains(found[known].box) && !box.matches('form')) found[known].box = box; continue; }
      found.push({ box, el });
    }
    return found.map(({ box, el }) => {
      const scope = box.closest('form, fieldset, [role=dialog], dialog, section') || box.parentElement || box;
      const controls = [...scope.querySelectorAll('a, button, [role=button], input[type=button], input[type=image], summary, select, input[type=radio], label')].filter(S.shown);
      const find = re => controls.find(k => re.test(S.label(k) + ' ' + (k.title || '')));
      const speak = controls.find(k => /语音|听|朗读|播放|声音|读出/.test(S.label(k) + (k.title || ''))), zoom = find(/放大|大图|看大|2\s*倍|两倍|zoom/i);
      const picture = [...box.querySelectorAll('img, canvas, svg, [class*=slid], [class*=puzzle], [class*=bg]')].find(k => S.shown(k) && k.getBoundingClientRect().height > 14 && !k.closest('button, a')) || box;
      return { e: S.ref(box), inner: S.ref(el), speak: speak ? S.ref(speak) : null, zoom: zoom ? S.ref(zoom) : null, picture: S.ref(picture), words: S.visibleText(box).slice(0, 80) };
    });
  };

  const EXPIRE = /失效|过期|有效|释放|取消|关闭|超时|作废|截止|内(完成|输入|支付|付款|提交|填写|确认|使用)|保留|剩余|倒计时|到期/, AGAIN = /重新(获取|发送)|重发|再次(获取|发送)|后可|后重|重试|(自动)?(跳转|返回|刷新|播放)|开始|开放|发车/;
  const TIME = /(\d{1,2})\s*[:：]\s*(\d{2})(?!\s*[:：\d])|(\d{1,4})\s*(秒|s\b)|(\d{1,3})\s*(分钟|分)(?:\s*(\d{1,2})\s*秒)?/;
  S.seconds = t => {
    const m = TIME.exec(t);
    if (!m) return null;
    if (m[1] !== undefined) return +m[1] * 60 + +m[2];
    if (m[3] !== undefined) return +m[3];
    return +m[5] * 60 + +(m[7] || 0);
  };
  const countdowns = () => {
    const out = [];
    for (const el of S.all('p, div, span, td, li, strong, b, em, label, time, output, small, h2, h3, h4, button')) {
      if (el.querySelector('p, div, li, td, form, table, ul, section') || !S.shown(el)) continue;
      const t = S.visibleText(el);
      if (t.length > 90 || t.length < 3 || !TIME.test(t)) continue;
      const context = t.replace(TIME, '').replace(/[\s:：]/g, '').length < 2 ? S.visibleText(el.parentElement) : t;
      if (context.length > 120 || !EXPIRE.test(context) || AGAIN.test(context) || /办公|服务时间|周[一二三四五六日]|上午|下午|工作日|营业/.test(context)) continue;
      if (!/码|号|订单|支付|付款|座|票|预约|名额|登录|二维|付|交|填|验证|短信|锁定|库存|提交|本页|会话/.test(context)) continue;
      const left = S.seconds(t);
      if (left === null || left <= 0 || left > 180) continue;
      const box = el.closest('p, li, div, td, section, fieldset') || el;
      if (out.some(o => o.box === box || o.box.contains(box) || box.contains(o.box))) continue;
      out.push({ el, box, left, context });
    }
    return out.map(({ el, box, left, context }) => {
      const scope = box.closest('form, fieldset, [role=dialog], dialog, section, article, main') || document.body;
      const live = [el, box, ...box.querySelectorAll('*')].some(k => /^(polite|assertive)$/.test(k.getAttribute('aria-live') || '') || /^(status|alert|log)$/.test(k.getAttribute('role') || '')) || !!box.closest('[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]');
      const controls = [...scope.querySelectorAll('a, button, [role=button], input[type=button], summary')].filter(S.shown);
      const extend = controls.find(k => /延长|加时|续时|延时|再等|多给|再给|更多时间|需要更多|多要/.test(S.label(k))), speak = controls.find(k => /语音(播报|提示|读)|朗读|读给我听|听提示/.test(S.label(k)));
      return { e: S.ref(el), box: S.ref(box), left, context: context.slice(0, 100), live, extend: extend ? S.ref(extend) : null, speak: speak ? S.ref(speak) : null };
    });
  };

  const MOVES = /^(transform|translate|left|right|top|bottom|margin|marginLeft|marginTop|backgroundPosition|backgroundPositionX|backgroundPositionY|scale|rotate|opacity|visibility|color|backgroundColor|filter|width|height|offsetDistance|objectPosition)$/;
  S.animations = () => [...new Set([...document.getAnimations(), ...(window.__sbh?.animated || [])])].map(a => {
    const el = a.effect && a.effect.target;
    if (!el || !el.isConnected || !(S.shown(el) || el.checkVisibility())) return null;
    const timing = a.effect.getComputedTiming(), frames = a.effect.getKeyframes();
    const props = [...new Set(frames.flatMap(f => Object.keys(f).filter(k => MOVES.test(k))))];
    const bright = frames.map(f => f.opacity !== undefined ? +f.opacity : f.visibility !== undefined ? (f.visibility === 'hidden' ? 0 : 1) : f.backgroundColor !== undefined ? S.luminance(S.over(S.colour(f.backgroundColor), [255, 255, 255, 1])) : f.color !== undefined ? S.luminance(S.colour(f.color)) : f.filter !== undefined ? parseFloat((/brightness\(([\d.]+)/.exec(f.filter) || [0, 1])[1]) : null).filter(v => v !== null);
    let turns = 0, direction = 0;
    const cycle = bright.length && /alternate/.test(timing.direction) ? [...bright, ...bright.slice(0, -1).reverse()] : bright;
    for (let i = 1; i < cycle.length; i++) { const d = Math.sign(Math.round((cycle[i] - cycle[i - 1]) * 20)); if (d && d !== direction) { turns += 1; direction = d; } }
    if (cycle.length > 1 && Math.abs(cycle[0] - cycle[cycle.length - 1]) > 0.1) turns += 1;
    const each = (timing.duration || 1) * (/alternate/.test(timing.direction) ? 2 : 1);
    const last = frames[frames.length - 1] || {};
    return { e: S.ref(el), name: a.animationName || '', props, endless: timing.iterations === Infinity, total: timing.iterations === Infinity ? null : timing.endTime / 1000, running: a.playState === 'running' || a.playState === 'finished', flashes: S.round(turns / 2 * 1000 / each), gone: (timing.fill === 'forwards' || timing.fill === 'both') && (last.opacity === '0' || last.visibility === 'hidden'), words: S.visibleText(el).slice(0, 80), selector: S.selector(el), live: !!el.closest('[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]'),
      depth: Math.max(0, ...bright) - Math.min(1, ...bright) };
  }).filter(a => a && a.props.length);

  const gestures = () => {
    const out = [];
    const TOUCH = ['touchstart', 'touchmove', 'touchend', 'gesturestart', 'pointerdown'];
    const three = /(?:touches|targetTouches|changedTouches)\s*(?:\?\.|\.)\s*length\s*(?:===?|>=?|!==?)\s*(\d)|(\d)\s*(?:===?|<=?)\s*\w*\.?(?:touches|targetTouches)\.length|pointers\s*:\s*(\d)|fingers\s*(?:===?|>=)\s*(\d)|(?:pointers|active|fingers|points)\w*\.size\s*(?:===?|>=?)\s*(\d)/;
    const need = src => { const m = three.exec(src); if (!m) return 0; const n = +(m[1] || m[2] || m[3] || m[4] || m[5]); return />(?!=)\s*\d/.test(m[0]) ? n + 1 : /!==?/.test(m[0]) ? n : n; };
    const drags = [];
    for (const el of [window, document, document.documentElement, ...S.all('*')]) {
      const on = S.listens(el);
      if (!on.size && !(el.draggable && el.getAttribute && el.getAttribute('draggable') === 'true')) continue;
      if (TOUCH.some(t => on.has(t))) for (const src of S.sources(el, TOUCH)) if (need(src) >= 3) out.push({ e: el.nodeType === 1 ? S.ref(el) : null, fingers: need(src) });
      if (el.nodeType !== 1 || !S.shown(el)) continue;
      const down = ['mousedown', 'pointerdown', 'touchstart'].some(t => on.has(t)), moves = ['mousemove', 'pointermove', 'touchmove'];
      const moving = moves.some(t => on.has(t) || S.listens(document).has(t) || S.listens(window).has(t)) || S.sources(el, ['mousedown', 'pointerdown', 'touchstart']).some(s => /mousemove|pointermove|touchmove/.test(s));
      if ((down && moving) || (el.getAttribute('draggable') === 'true' && (on.has('dragstart') || on.has('dragend') || S.listens(el.parentElement).has('drop') || S.listens(el.parentElement).has('dragover') || true))) drags.push(el);
    }
    return { fingers: out, drags: drags.filter(d => !drags.some(o => o !== d && o.contains(d))).map(el => {
      const box = el.closest('[class*=captcha], [class*=verify]');
      const around = [el, el.parentElement, el.parentElement && el.parentElement.parentElement].filter(b => b && b !== document.body && !b.matches('main, form, body') && (b === el || !b.querySelector('h1')));
      const buttons = around.reduce((n, b) => n + b.querySelectorAll('button, a[href], input:not([type=hidden]), select, [role=button]').length, 0) - (el.matches('button, a[href]') ? around.length - 1 : 0);
      const keys = ['keydown', 'keyup', 'keypress'].some(t => S.listens(el).has(t) || around.some(b => S.listens(b).has(t)));
      return { e: S.ref(el), captcha: !!box || CODEWORDS.test(S.visibleText(el.parentElement)), buttons, keys, clicks: S.listens(el).has('click'), scrolls: /auto|scroll/.test(getComputedStyle(el).overflowX), draggable: el.getAttribute('draggable') === 'true', words: S.visibleText(el).slice(0, 40) };
    }) };
  };

  const depth = () => Math.max(0, ...S.all('nav, [role=navigation], [role=menu], [role=menubar], .menu').map(n => { let most = 0; const go = (el, d) => { for (const k of el.children) { const list = k.matches('ul, ol, [role=menu], [role=group]'); most = Math.max(most, list ? d + 1 : d); go(k, list ? d + 1 : d); } }; go(n, n.matches('[role=menu], [role=menubar], ul') ? 1 : 0); return most; }));
  const deepMenu = () => S.all('nav, [role=navigation], [role=menu], [role=menubar], .menu').map(n => { let most = 0; const go = (el, d) => { for (const k of el.children) { const list = k.matches('ul, ol, [role=menu], [role=group]'); most = Math.max(most, list ? d + 1 : d); go(k, list ? d + 1 : d); } }; go(n, n.matches('[role=menu], [role=menubar], ul') ? 1 : 0); return { e: S.ref(n), most }; }).sort((a, b) => b.most - a.most)[0] || null;

  // Menus that open for a mouse alone.
  const hovers = () => {
    const out = [];
    const focusRules = [];
    const rules = [];
    const read = list => { for (const r of list) { if (r.cssRules && !r.selectorText) read(r.cssRules); else if (r.selectorText) { if (/:focus(-within|-visible)?/.test(r.selectorText)) focusRules.push(r); if (r.selectorText.includes(':hover') && /display|visibility|opacity|max-height|transform|height|clip/.test(r.style.cssText)) rules.push(r); } } };
    for (const root of S.roots()) for (const sheet of [...(root.styleSheets || []), ...(root.adoptedStyleSheets || [])]) { try { read(sheet.cssRules); } catch { S.blind = true; } }
    for (const r of rules) for (const part of r.selectorText.split(',')) {
      if (!part.includes(':hover')) continue;
      const [trigger, rest] = [part.slice(0, part.indexOf(':hover')).trim(), part.slice(part.indexOf(':hover') + 6)];
      if (!rest.trim()) continue;
      let panels = [];
      try { panels = S.all((trigger || '*') + rest.replace(/:hover/g, '')); } catch { continue; }
      for (const panel of panels) {
        if (S.shown(panel) || !panel.querySelector('a[href], button') && !panel.matches('a[href], button')) continue;
        const owner = trigger ? panel.closest(trigger) || panel.parentElement : panel.parentElement;
        const keyed = focusRules.some(f => { try { return f.selectorText.split(',').some(s => /:focus/.test(s) && /display|visibility|opacity|max-height|transform|height|clip/.test(f.style.cssText) && panel.matches(s.replace(/:focus(-within|-visible)?/g, ''))); } catch { return false; } });
        const toggled = owner && [...owner.querySelectorAll('[aria-expanded], button')].some(b => !panel.contains(b));
        if (!keyed && !toggled && owner && !out.some(o => o.owner === owner)) out.push({ owner, panel });
      }
    }
    return out.filter(o => S.shown(o.owner)).map(o => ({ e: S.ref(o.owner), links: o.panel.querySelectorAll('a[href], button').length }));
  };
  // Elements a listener further up answers for: the selectors it names.
  const delegated = () => {
    const out = new Set();
    for (const root of [document, document.documentElement, document.body, window]) for (const src of S.sources(root, ['click', 'mousedown', 'pointerdown']))
      for (const m of src.matchAll(/(?:closest|matches)\(\s*['"`]([^'"`]+)['"`]/g)) { try { for (const el of document.querySelectorAll(m[1])) if (S.shown(el)) out.add(el); } catch { S.blind = true; } }
    return [...out].filter(el => !el.matches('a[href], button, input, select, textarea, summary, label, [tabindex], body, html, main, form') && !el.querySelector('a[href], button, input, select, textarea, [tabindex]') && !el.closest('a[href], button, label, summary')).map(el => S.ref(el));
  };

  const dots = () => S.all('span, i, em, b, div').filter(el => { if (el.childElementCount || el.textContent.trim()) return false; const r = el.getBoundingClientRect(); if (r.width < 4 || r.width > 18 || Math.abs(r.width - r.height) > 2 || !S.shown(el)) return false; const cs = getComputedStyle(el); return parseFloat(cs.borderTopLeftRadius) >= r.width / 2 - 2 && S.colour(cs.backgroundColor)[3] > 0.5 && !el.getAttribute('aria-label') && !el.title && !el.getAttribute('role'); });
  const states = () => {
    const groups = new Map();
    for (const d of dots()) { const key = classes(d).split(/\s+/)[0] + d.localName + '|' + (d.parentElement?.parentElement ? S.ref(d.parentElement.parentElement) : ''); (groups.get(key) || groups.set(key, []).get(key)).push(d); }
    return [...groups.values()].filter(g => g.length > 1 && new Set(g.map(d => getComputedStyle(d).backgroundColor)).size > 1 && !g.some(d => /正常|异常|完成|未|已|在线|离线|成功|失败|开|关|办理|空闲|繁忙|可用|满|拥挤|畅通|通过|待|有号|无号|约满|暂停|[✓✕×!！]/.test(d.parentElement.textContent))).map(g => S.ref(g[0]));
  };

  S.things = (view, out, pending, lifted) => ({
    layers: S.layers(lifted), media: media(), ads: S.ads(), captchas: captchas(), countdowns: countdowns(), animations: S.animations(), gestures: gestures(), menuDepth: depth(), deepMenu: deepMenu(), hovers: hovers(), delegated: delegated(), states: states(),
    marquees: S.all('marquee').filter(S.shown).map(m => S.ref(m)), strayBlur: pending.filter(p => p.on.has('focus') && S.sources(p.el, ['focus']).some(s => /\bblur\s*\(/.test(s))).map(p => S.ref(p.el)),
    keyed: S.all('*').some(el => { const on = S.listens(el); return on.has('keydown') || on.has('keyup') || on.has('blur') || on.has('focus') || on.has('focusout') || on.has('focusin'); }) || ['keydown', 'keyup', 'focusin', 'focusout', 'blur', 'focus', 'keypress'].some(t => S.listens(document).has(t) || S.listens(window).has(t)),
    keyDocument: [document, window, document.body, document.documentElement].some(d => ['keydown', 'keyup', 'keypress'].some(t => S.listens(d).has(t))),
    names: S.all('[aria-label], img[alt]').filter(S.shown).map(e => e.getAttribute('aria-label') || e.alt).join('\n').slice(0, 4000),
    tel: document.querySelectorAll('a[href^="tel:" i]').length, telAny: S.all('a[href^="tel:" i]').length,
    refreshing: [...document.querySelectorAll('meta[http-equiv=refresh i]')].map(m => m.content),
  });
})();
