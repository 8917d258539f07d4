exports.up = (pgm) => {
  pgm.noTransaction();
  pgm.createIndex('account', 'email', { name: 'account_email', concurrently: true });
};

exports.down = (pgm) => {
  pgm.noTransaction();
  pgm.dropIndex('account', 'email', { name: 'account_email', concurrently: true });
};
