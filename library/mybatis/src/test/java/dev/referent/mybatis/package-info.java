@NullMarked
package dev.referent.mybatis;

import org.jspecify.annotations.NullMarked;
