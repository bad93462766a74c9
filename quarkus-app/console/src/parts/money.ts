const USD = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** A decimal number of US dollars, in whole ones. */
export function usd(amount: number): string {
  return USD.format(amount);
}
