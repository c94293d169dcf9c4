package dev.parley.testkit.broken.streams;

class Printing {

    void say() {
        System.out.println("hello");
    }
}
