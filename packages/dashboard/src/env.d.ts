declare module "virtual:tokens.css";
declare module "*.css";
declare module "*.svg" {
  /** Its address. */
  const address: string;
  export default address;
}
