/** What a person typed, as the type that an action's description names: "text", "number", "list of text" ... */
export function typedInput(text: string, type: string): unknown {
  if (type.startsWith('list')) {
    return text
      .split(',')
      .map((t) => t.trim())
      .filter((t) => t !== '')
      .map((t) => one(t, type));
  }
  return one(text, type);
}

function one(text: string, type: string): unknown {
  if (type.includes('number')) {
    return Number(text);
  }
  return type.includes('true or false') ? text === 'true' || text === 'yes' : text;
}

/** What a person would fill into a task, as the conditions of a diagram compare it. */
export function answerValue(text: string): unknown {
  const typed = text.trim();
  if (typed === 'true' || typed === 'false') {
    return typed === 'true';
  }
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
}

/** What a rehearsal stopped for, where it is a value that a person would give with a task. */
export function missingAnswer(stopped: string | null | undefined): { readonly task: string; readonly value: string } | undefined {
  const missing = /task '([^']+)'.*value '([^']+)'/.exec(stopped ?? '');
  return missing === null ? undefined : { task: missing[1]!, value: missing[2]! };
}
