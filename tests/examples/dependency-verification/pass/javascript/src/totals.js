export const total = (amounts) => amounts.reduce((sum, one) => sum + one, 0);
