// One approval for one person. Everything shown is set as text; nothing is sent before a button is pressed.
"use strict";

const API = "/api/v1";
const id = location.pathname.split("/").pop();
const at = (name) => document.getElementById(name);
let csrf = "";
let digest = "";

function say(text) {
  at("message").textContent = text;
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRF-Token"] = csrf;
  }
  const answer = await fetch(API + path, {
    method,
    headers,
    credentials: "same-origin",
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  let json = {};
  try {
    json = JSON.parse(text);
  } catch {
    // An answer without a body, or not of ours.
  }
  return { status: answer.status, json };
}

function fact(list, name, value) {
  if (value === undefined || value === null || value === "") {
    return;
  }
  const dt = document.createElement("dt");
  const dd = document.createElement("dd");
  dt.textContent = name;
  dd.textContent = value;
  list.append(dt, dd);
}

function voters(a) {
  const people = a.voters.map((v) => (v.vote ? v.name + " (" + v.vote + ")" : v.name));
  const groups = a.providerGroups.map((g) => "people of the provider's group " + g);
  return people.concat(groups).join(", ") || "nobody";
}

function show(a) {
  digest = a.digest;
  const list = at("facts");
  list.replaceChildren();
  const incident = a.question.incident;
  fact(list, "Action", a.topic);
  fact(list, "On", a.target);
  fact(list, "Input", JSON.stringify(a.input, null, 2));
  fact(list, "Would hit", a.question.preview ? a.question.preview.sentence + " (" + a.affected + ")" : undefined);
  fact(list, "Incident", incident.title);
  fact(list, "Severity", a.severity);
  fact(list, "Asked by", a.question.askedBy.join(", "));
  fact(list, "Why asked", a.reason + " (" + a.rule + ")");
  fact(list, "It takes", a.quorum);
  fact(list, "Still missing", a.missing.join(", "));
  fact(list, "May vote", voters(a));
  fact(list, "Until", a.state === "open" ? new Date(a.expiresAt).toLocaleString() : undefined);
  fact(list, "Then", a.then);
  fact(list, "Sign-in", a.freshSignIn ? "not older than " + a.freshSignIn : undefined);
  fact(list, "Playbook", a.question.action.playbookVersion);
  fact(list, "State", a.state);
  at("asked").hidden = false;
  at("ballot").hidden = a.state !== "open";
}

function signIn(text) {
  say(text);
  at("asked").hidden = true;
  at("sign-in").hidden = false;
}

async function load() {
  const me = await call("GET", "/me");
  if (me.status !== 200) {
    return signIn("Sign in to see what is asked. Opening this page decides nothing.");
  }
  csrf = me.json.csrf || "";
  if (me.json.means === "one_time_password") {
    return say("Change your one-time password first, then open this page again.");
  }
  const answer = await call("GET", "/approvals/" + encodeURIComponent(id));
  if (answer.status !== 200) {
    return say(answer.json.detail || "This approval cannot be shown (" + answer.status + ").");
  }
  at("sign-in").hidden = true;
  say(answer.json.state === "open" ? "You are " + me.json.name + ". Nothing is decided yet." : "This is settled.");
  show(answer.json);
}

async function vote(choice) {
  const answer = await call("POST", "/approvals/" + encodeURIComponent(id) + "/votes", {
    vote: choice,
    comment: at("comment").value,
    digest,
  });
  if (answer.status === 200) {
    say("Your vote is in: " + choice + ". The approval is " + answer.json.state + ".");
    return show(answer.json);
  }
  const why = answer.json.detail || "The vote was not taken (" + answer.status + ").";
  if (answer.json.title === "Sign in again") {
    return signIn(why);
  }
  say(why);
}

at("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await call("POST", "/session", { name: at("name").value, password: at("password").value });
  at("password").value = "";
  if (answer.status !== 200) {
    return say(answer.json.detail || "You are not signed in.");
  }
  await load();
});
at("ballot").addEventListener("submit", (event) => event.preventDefault());
at("approve").addEventListener("click", () => vote("approve"));
at("deny").addEventListener("click", () => vote("deny"));
load();
