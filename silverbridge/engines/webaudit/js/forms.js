// Sending forms empty, and searching: in a sandbox only.
(() => {
  const S = window.__sb;
  if (S.formsThere) return;
  const PAY = /(确认|立即|马上|去)?(支付|付款|缴费|转账|汇款|充值|购买|投保|下单|缴纳)$|^(支付|付款|缴费|转账|汇款|提交订单|确认(支付|付款|缴费|转账|汇款|购买))/;
  const REVIEW = /核对|复核|再看一遍|确认信息|信息确认|预览|下一步|请(您)?确认|确认无误/;
  const isSearch = f => f.matches('[role=search], search form') || !!f.closest('search, [role=search]') || !!f.querySelector('input[type=search]') || /search|sousuo/i.test(f.id + f.className + (f.getAttribute('action') || '')) || /搜索|检索|查找/.test([...f.querySelectorAll('input')].map(i => (i.placeholder || '') + (i.getAttribute('aria-label') || '')).join() + [...f.querySelectorAll('button')].map(S.label).join());
  const inputs = f => [...f.querySelectorAll('input, textarea, select')].filter(i => !/^(hidden|submit|button|reset|image|range|color)$/.test(i.type) && S.shown(i) && !i.disabled && !i.readOnly);
  const button = f => [...f.querySelectorAll('button, input[type=submit], input[type=button], [role=button], a')].filter(b => S.shown(b) && !b.disabled && (b.type === 'submit' || /提交|确认|确定|保存|下一步|登录|注册|支付|付款|缴费|转账|预约|申请|查询|办理|发送|交|完成|报名|充值|汇款|购买|投保|下单/.test(S.label(b))) && !/返回|取消|重置|清空|上一步|获取验证码|发送验证码|重新|听|语音|放大|换一|看不清|延长/.test(S.label(b))).sort((a, b) => (b.type === 'submit') - (a.type === 'submit'))[0];
  const scopes = () => {
    const forms = S.all('form').filter(f => S.shown(f) && !isSearch(f) && inputs(f).some(i => !/^(search)$/.test(i.type)));
    if (!forms.length) { for (const box of S.all('main, section, div, fieldset')) { if (box.querySelector('main, section, div, fieldset') && [...box.querySelectorAll('main, section, div, fieldset')].some(k => inputs(k).length > 1 && button(k))) continue; if (inputs(box).length > 1 && !box.closest('form') && button(box) && !isSearch(box)) { forms.push(box); break; } } }
    return forms.filter(f => button(f) && (f.localName === 'form' || inputs(f).length)).slice(0, 5);
  };
  S.formsThere = () => { S.forms = scopes(); return S.forms.map(f => ({ selector: S.selector(f), button: S.selector(button(f)), name: S.label(button(f)), fields: inputs(f).length })); };
  const shownTexts = () => { const out = new Map(); const w = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); while (w.nextNode()) { const n = w.currentNode, el = n.parentElement; if (n.data.trim() && !/^(script|style|option|noscript)$/i.test(el.localName) && S.shown(el)) { const r = document.createRange(); r.selectNodeContents(n); const q = r.getBoundingClientRect(); if (q.width > 1 && q.height > 1) out.set(n, [n.data.trim(), [q.left, q.top, q.right, q.bottom]]); } } return out; };
  const distance = (a, b) => Math.max(0, a[0] - b[2], b[0] - a[2]) + Math.max(0, a[1] - b[3], b[1] - a[3]);
  S.sendEmpty = async i => {
    const f = S.forms[i], H = window.__sbh, all = inputs(f), b = button(f);
    H.hold = true; H.pressing = true; H.consent = false;
    const textual = all.filter(x => /^(text|tel|textarea|email|)$/.test(x.type));
    for (const x of textual) { x.value = ''; }
    const words = f.closest('main, body').innerText + ' ' + [...document.querySelectorAll('[aria-label]')].map(x => x.getAttribute('aria-label')).join(' ');
    const paying = PAY.test(S.label(b).trim()) && !/查询|下一步/.test(S.label(b));
    const undo = /(\d+)\s*分钟(内|之内|以内).{0,14}(撤|取消|退|改|反悔)|(撤|取消|退|改|反悔).{0,14}?(\d+)\s*分钟/.exec(words);
    const undoMinutes = undo ? +(undo[1] || undo[4]) : 0;
    // One field keeps a word, to see whether it is still there afterwards; the others stay empty.
    const kept = textual.length > 1 ? textual[textual.length - 1] : null;
    if (kept) { kept.value = kept.type === 'tel' ? '13800000000' : kept.type === 'email' ? 'a@b.cn' : '李桂兰'; kept.dispatchEvent(new Event('input', { bubbles: true })); }
    const before = shownTexts(), said = H.dialogs.length, jumps = H.jumps.length;
    let prevented = false;
    const mark = e => { prevented = e.defaultPrevented; if (!prevented) { prevented = 'sent'; e.preventDefault(); } };
    window.addEventListener('submit', mark);
    const native = f.localName === 'form' && !f.noValidate && !b.formNoValidate && all.some(x => !x.checkValidity() && x !== kept);
    b.click();
    await S.tick(); await S.tick(); await S.tick();
    window.removeEventListener('submit', mark);
    const after = shownTexts(), fresh = [];
    for (const [n, [t, q]] of after) { const was = before.get(n); if (!was || was[0] !== t) fresh.push([t, q]); }
    const empties = all.filter(x => x !== kept && (x.value === '' || (/^(radio|checkbox)$/.test(x.type) && !x.checked)));
    const rect = x => { const host = x.closest('label, fieldset') && /^(radio|checkbox)$/.test(x.type) ? x.closest('fieldset, label') : x; const r = host.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
    const errors = fresh.filter(([t]) => t.length >= 2 && t.length < 80 && !/加载|提交中|成功/.test(t));
    const beside = errors.some(([, q]) => empties.some(x => distance(q, rect(x)) <= 60 || (x.closest('fieldset, .field, .form-item, .form-group, .row, p, li, td, label') && f.contains(x) && distance(q, rect(x)) <= 110)));
    const alerts = H.dialogs.length - said;
    const asked = H.dialogs.slice(said).some(d => d.kind === 'confirm');
    const sent = prevented === 'sent' || H.jumps.slice(jumps).some(j => !j.same);
    const marked = all.some(x => x.getAttribute('aria-invalid') === 'true' || /error|invalid|wrong|bad|danger|err\b/i.test(x.className + ' ' + (x.parentElement ? x.parentElement.className : '')) || /red|#f00|#c|#d|#e|rgb\((1[6-9]\d|2\d\d),\s*\d{1,2},/i.test(x.style.borderColor + x.style.border));
    let result = 'none';
    if (!empties.length && !kept) result = 'none'; // nothing in it can be left out
    else if (native) result = 'native';
    else if (errors.length && beside) result = 'beside';
    else if (alerts && !sent) result = 'far';
    else if (errors.length) result = 'far';
    else if (marked) result = 'silent';
    else if (sent) result = all.some(x => x.required || x.getAttribute('aria-required') === 'true') || /[*＊]|必填/.test(f.innerText) ? 'silent' : 'sent';
    else result = prevented === true || prevented === false ? 'silent' : 'none';
    if (!sent && kept && kept.isConnected && kept.value === '' && /beside|far|silent|none/.test(result)) result = 'lost';
    H.pressing = false;
    return { selector: S.selector(f), button: S.selector(b), result, paying, undoMinutes, asked, reviewWords: REVIEW.test(words), name: S.label(b), words: errors.map(e => e[0]).slice(0, 3) };
  };
  S.payNow = async i => {
    const f = S.forms[i], H = window.__sbh, b = button(f);
    H.hold = true; H.pressing = true; H.consent = false;
    for (const x of inputs(f)) {
      if (x.localName === 'select') x.selectedIndex = Math.max(0, x.options.length - 1);
      else if (/^(checkbox|radio)$/.test(x.type)) x.checked = true;
      else if (x.type === 'number') x.value = x.min || '100';
      else if (x.type === 'date') x.value = '2030-01-02';
      else if (!x.value) x.value = /手机|电话/.test(S.label(x) + x.placeholder) || x.type === 'tel' ? '13800000000' : /金额|元/.test(S.label(x) + x.placeholder) ? '100' : /卡号|账号|户号/.test(S.label(x)) ? '6222000000000000' : /密码|验证码/.test(S.label(x)) ? '123456' : '李桂兰';
      x.dispatchEvent(new Event('input', { bubbles: true })); x.dispatchEvent(new Event('change', { bubbles: true }));
    }
    const before = shownTexts(), said = H.dialogs.length;
    let sent = false;
    const mark = e => { if (!e.defaultPrevented) { sent = true; e.preventDefault(); } };
    window.addEventListener('submit', mark);
    b.click();
    await S.tick(); await S.tick(); await S.tick();
    window.removeEventListener('submit', mark);
    const fresh = [...shownTexts()].filter(([n, [t]]) => !before.has(n) || before.get(n)[0] !== t).map(([, [t]]) => t).join(' ');
    H.pressing = false;
    return { asked: H.dialogs.slice(said).some(d => d.kind === 'confirm'), review: /核对|确认|复核|无误|再看|要付|是否/.test(fresh) && !/成功|已(支付|付款|缴|转|完成|提交)/.test(fresh), sent, fresh: fresh.slice(0, 120) };
  };

  S.searchBox = () => {
    const el = S.all('input').find(x => S.shown(x) && !x.disabled && (x.type === 'search' || (/^(text|)$/.test(x.type) && (x.closest('search, [role=search]') || /搜索|检索|查找|搜一搜|关键字|关键词/.test([x.placeholder, S.label(x), x.title, x.closest('form') ? [...x.closest('form').querySelectorAll('button, input[type=submit]')].map(S.label).join() : ''].join(' ')) || /^(q|kw|wd|keyword|keywords|query|search)$/i.test(x.name)))));
    S.box = el || null;
    return el ? S.selector(el) : null;
  };
  const linksNow = () => new Map(S.all('a[href], button, [role=link]').filter(S.shown).map(a => [a.getAttribute('href') + '|' + S.visibleText(a), a]));
  S.searchFor = async word => {
    const el = S.box, H = window.__sbh, before = linksNow(), texts = document.body.innerText;
    const first = before.size;
    H.pressing = true; el.focus(); el.value = word;
    el.dispatchEvent(new InputEvent('input', { bubbles: true, data: word })); el.dispatchEvent(new Event('change', { bubbles: true })); el.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: 'Enter' }));
    await S.tick();
    const key = el.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key: 'Enter', code: 'Enter', keyCode: 13 }));
    const form = el.form;
    if (key && form) { if (form.requestSubmit) { try { form.requestSubmit(); } catch { form.submit(); } } }
    else if (!form) { const near = [...(el.parentElement || document).querySelectorAll('button, [role=button], input[type=button]'), ...(el.parentElement?.parentElement || document).querySelectorAll('button')].find(b => S.shown(b) && /搜|查|找|search|^$/i.test(S.label(b))); if (near) near.click(); }
    await S.tick(); await S.tick();
    H.pressing = false;
    const after = linksNow(), fresh = [...after].filter(([k]) => !before.has(k)), text = document.body.innerText;
    const about = [...after.values()].filter(a => /长辈|亲情版|关爱版|关怀版|适老|大字版/.test(S.visibleText(a)) && a.closest('main, [id*=result], [class*=result], [role=status], [aria-live], ul, ol') && !a.closest('header, nav, footer'));
    return { fresh: fresh.length, about: text !== texts ? about.length : 0, changed: text !== texts || after.size !== first, none: /没有找到|未找到|无结果|暂无|找不到|没有相关|0\s*条/.test(text.replace(texts, '')) };
  };
  S.results = base => { const keys = new Set(base); const links = [...linksNow()].filter(([k, a]) => !keys.has(k) && !a.closest('header, nav, footer')); return { links: links.length, none: /没有找到|未找到|无结果|暂无|找不到|没有相关/.test(document.body.innerText) }; };
  S.linkKeys = () => [...linksNow().keys()];
})();
