const SHOWN_MS = 6_000;

/** Says in passing that something was done; screen readers hear it too. */
export function toast(text: string): void {
  let region = document.querySelector('.toasts');
  if (region === null) {
    region = document.createElement('div');
    region.className = 'toasts';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  const line = document.createElement('p');
  line.textContent = text;
  region.append(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}
