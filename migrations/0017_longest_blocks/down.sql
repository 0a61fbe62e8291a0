drop index dondoc.blocks_longest;
