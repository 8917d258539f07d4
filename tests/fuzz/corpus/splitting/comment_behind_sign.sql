update t set a= +-- c
b, c= +/* d */e where f > -/* g */1;