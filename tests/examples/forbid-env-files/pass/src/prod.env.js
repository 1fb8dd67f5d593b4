export const env = { api: "/v1" };
