export { footage, needs, python } from "test-support/needs";
