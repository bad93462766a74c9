-- Who released a version is kept with the releases themselves (playbook_release).
drop table playbook_releaser;
