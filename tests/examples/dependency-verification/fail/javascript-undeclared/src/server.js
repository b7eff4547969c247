import express from "express";
import axios from "axios";

express().get("/", async (_, answer) => answer.send((await axios.get("https://example.org")).data));
