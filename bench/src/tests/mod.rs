mod answers;
mod province_year;
mod reckoning;
