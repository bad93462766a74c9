// Every element of an XML file as a line: where it stands, its attributes in order of their names, its text. Comments
// and white space between elements say nothing. Prefixes are replaced by their namespaces.
import { Parser } from 'saxen';

export function parse(text) {
  const lines = [];
  const open = [];
  const parser = new Parser({ proxy: true });
  parser.ns();
  parser.on('openTag', (element, decode) => {
    const attributes = Object.entries(element.attrs)
      .filter(([name]) => !name.startsWith('xmlns'))
      .map(([name, value]) => `${name}="${decode(value)}"`)
      .sort()
      .join(' ');
    const id = element.attrs.id ? `#${element.attrs.id}` : '';
    open.push({ path: `${open.length ? open[open.length - 1].path : ''}/${element.name}${id}`, attributes, text: '' });
  });
  const take = (value, decode) => {
    if (open.length) {
      open[open.length - 1].text += decode ? decode(value) : value;
    }
  };
  parser.on('text', take);
  parser.on('cdata', (value) => take(value));
  parser.on('closeTag', () => {
    const closed = open.pop();
    lines.push(`${closed.path} [${closed.attributes}] ${closed.text.trim()}`);
  });
  parser.parse(text);
  return lines.sort();
}
