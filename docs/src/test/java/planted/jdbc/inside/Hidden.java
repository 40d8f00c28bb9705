package planted.jdbc.inside;

/** Is no API of its adapter. */
public class Hidden {}
