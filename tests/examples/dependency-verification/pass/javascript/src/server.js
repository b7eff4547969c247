import { readFile } from "node:fs/promises";
import express from "express";
import { total } from "./totals.js";

express().get("/", async (_, answer) => answer.send(`${total([1, 2])} ${await readFile("a", "utf-8")}`));
