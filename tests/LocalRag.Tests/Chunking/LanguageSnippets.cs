namespace LocalRag.Tests.Chunking;

/// <summary>A small file of each language, with a comment that no encoding may break.</summary>
internal static class LanguageSnippets
{
    public static IReadOnlyDictionary<string, string> ByPath { get; } = new Dictionary<string, string>
    {
        ["a.ts"] = """
            import { x } from "x";

            /**
             * カートの合計を計算する。Adds it all up.
             * @param lines the lines
             */
            export class Cart<T> extends Base {
              private lines: T[] = [];
              @Memo()
              total(rate: number): number {
                return 1;
              }
            }
            export interface Priced { price(): number }
            export const round = async (value: number): Promise<number> => {
              return value;
            };
            export const LIMIT = 10;
            export type Money = number | bigint;
            enum Colour { Red }
            namespace Inner { export function helper() {} }
            """,
        ["a.tsx"] = """
            export function Button(props: Props) {
              return <b title="购物车">{props.label}</b>;
            }
            const Card = () => <i />;
            """,
        ["a.js"] = """
            // 장바구니
            class Cart {
              total() { return 1; }
            }
            Cart.prototype.add = function (line) { return line; };
            exports.round = (value) => value;
            function main() {}
            const limit = 3;
            """,
        ["src/shop/cart.py"] = """"
            import os

            LIMIT = 3

            @dataclass(frozen=True,
                       order=True)
            class Cart(Base):
                '''買い物かご。 Holds lines. More.'''

                @property
                def total(self, rate: float = 1.0) -> float:
                    """The total of all lines."""
                    return 1

            def main():
                pass
            """",
        ["a.go"] = """
            package shop

            import "fmt"

            // Cart holds lines. 购物车
            type Cart struct {
            	lines []int
            }

            // Total adds the lines.
            func (c *Cart) Total(rate float64) (int, error) {
            	return 1, nil
            }

            type Priced interface {
            	Price() int
            }

            const Limit = 3

            func main() { fmt.Println("日本") }
            """,
        ["a.java"] = """
            package shop.cart;

            /** かご。 Holds lines. */
            @Entity(name = "cart")
            public class Cart extends Base {
                private int count = 1;
                public Cart() { }
                /** The total. */
                @Override
                public int total(int rate) { return 1; }
                enum Colour { RED }
            }
            interface Priced { int price(); }
            record Line(int amount) { }
            """,
        ["crates/shop/src/cart.rs"] = """
            use std::fmt;

            /// 買い物かご。 Holds lines.
            #[derive(Debug)]
            pub struct Cart<T> {
                lines: Vec<T>,
            }

            impl<T> Priced for Cart<T> {
                /// The total.
                fn total(&self, rate: f64) -> f64 { 1.0 }
            }

            pub trait Priced { fn price(&self) -> f64; }
            pub enum Colour { Red }
            const LIMIT: u32 = 3;
            mod inner { pub fn helper() {} }
            macro_rules! cart { () => {} }
            """,
        ["a.c"] = """
            #include <stdio.h>
            #define LIMIT 3

            /* かご */
            struct cart { int count; };
            typedef struct { int a; } line_t;
            static int *total(struct cart *c, int rate)
            {
                return 0;
            }
            int price(void);
            """,
        ["a.cpp"] = """
            namespace shop {
            /// かご。 Holds lines.
            template <class T>
            class Cart : public Base {
            public:
                int total(int rate) const { return 1; }
                int count();
            };
            int Cart<int>::count() { return 2; }
            using Money = int;
            }
            """,
        ["a.kt"] = """
            package shop.cart

            /** かご。 Holds lines. */
            @Entity
            class Cart(val rate: Int) : Base() {
                val count = 1
                fun total(rate: Int): Int { return 1 }
            }
            interface Priced { fun price(): Int }
            object Shop { }
            typealias Money = Int
            """,
        ["a.rb"] = """
            module Shop
              # かご。 Holds lines.
              class Cart < Base
                LIMIT = 3
                def total(rate)
                  1
                end
                def self.create; end
              end
            end
            """,
        ["a.php"] = """
            <?php
            namespace Shop\Cart;

            /** かご。 Holds lines. */
            #[Entity]
            final class Cart extends Base {
                const LIMIT = 3;
                private $count;
                public function total(int $rate): int { return 1; }
            }
            interface Priced { }
            function main() { }
            """,
        ["a.swift"] = """
            /// かご。 Holds lines.
            struct Cart: Priced {
                var count: Int
                init(count: Int) { }
                func total(_ rate: Int) -> Int { 1 }
            }
            extension Cart { func empty() { } }
            protocol Priced { func price() }
            typealias Money = Int
            """,
        ["a.scala"] = """
            package shop.cart

            /** かご。 Holds lines. */
            class Cart(rate: Int) {
              val count = 1
              def total(rate: Int): Int = 1
            }
            object Shop { }
            trait Priced { def price: Int }
            """,
        ["a.lua"] = """
            -- かご。 Holds lines.
            local function total(rate)
              return 1
            end
            function Cart.new() end
            function Cart:add(line) end
            Cart.drop = function() end
            """,
        ["a.sh"] = """
            #!/bin/bash
            # かご。 Adds it up.
            total() {
              echo 1
            }
            function main { total; }
            main "$@"
            """,
        ["a.html"] = """
            <!doctype html>
            <html>
            <head><title>かご</title></head>
            <body>
              <div id="cart"><p>One</p></div>
            </body>
            </html>
            """,
        ["a.css"] = """
            /* かご */
            .cart, #total > b { color: red; }
            @media print { .cart { display: none } }
            @keyframes spin { from { top: 0 } }
            """,
        ["a.yml"] = """
            # かご
            name: cart
            build:
              steps:
                - run: make
            """,
        ["a.json"] = """
            {
              "name": "かご",
              "scripts": { "build": "make" }
            }
            """,
        ["a.ex"] = """
            defmodule Shop.Cart do
              # かご
              def total(lines, rate) when rate > 1 do
                1
              end
              defp helper(x), do: x
            end
            """,
        ["a.hs"] = """
            module Shop.Cart where
            -- | かご
            data Cart = Cart Int
            total :: Int -> Int
            total x = x + 1
            """,
        ["a.tf"] = """
            resource "aws_instance" "cart" {
              name = "かご"
            }
            locals {
              a = 1
            }
            """,
        ["a.sol"] = """
            contract Cart {
              // かご
              uint count;
              event Added(uint line);
              function total(uint rate) public returns (uint) { return 1; }
            }
            """,
        ["a.md"] = """
            ---
            title: かご
            ---
            Intro.

            # Cart

            Text with a [link](x.md).

            ```sh
            # no heading

            make
            ```

            Totals
            ------

            | a | b |
            |---|---|
            | 1 | 2 |
            """,
        ["a.rst"] = """
            ====
            Cart
            ====

            かご, which is a paragraph of some length.

            Totals
            ------

            Text that is long enough to fill a chunk of the least size that there is, or so.
            """,
        ["a.sql"] = """
            -- かご; not the end
            CREATE TABLE shop.cart (id int, name text DEFAULT ';');
            INSERT INTO cart VALUES (1, 'a;b');
            CREATE OR REPLACE FUNCTION total() RETURNS int AS $$
            BEGIN
              RETURN 1;
            END;
            $$ LANGUAGE plpgsql;
            GO
            CREATE PROCEDURE fill AS
            BEGIN
              SELECT 1;
              SELECT 2;
            END
            GO
            """,
        ["a.txt"] = "One paragraph\nof two lines.\n\nかごの中\n",
        ["a.toml"] = "[package]\nname = \"かご\"\n\n[dependencies]\nx = 1\n",
        ["a.ini"] = "[cart]\nname=かご\n",
        ["a.proto"] = "syntax = \"proto3\";\n\n// かご\nmessage Cart {\n  int32 count = 1;\n}\n",
        ["Dockerfile"] = "FROM a AS b\nRUN make\n\nFROM c\nCOPY . .\n",
        ["Makefile"] = "all: build\n\tmake\n\nbuild:\n\techo かご\n",
        ["a.ps1"] = "function Get-Cart {\n  param($Rate)\n  1\n}\n",
    };
}
